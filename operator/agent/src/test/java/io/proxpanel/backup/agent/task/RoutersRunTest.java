package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over routers that never come to a router. */
class RoutersRunTest {
  @TempDir Path folder;
  private final StringWriter log = new StringWriter();

  @Test
  void aDefectThatOneRouterBringsToLightIsThatRoutersFailure() throws Exception {
    // Neither a user nor a file with one.
    Router first = router("first");
    Router second = router("second");

    Failure failure = run(List.of(first, second));

    assertThat(failure.code()).isEqualTo(ErrorCode.Internal);
    assertThat(failure.message())
        .isEqualTo(
            "None of the 2 routers could be exported. The agent has a defect (NullPointerException"
                + " at the router \"first\"): report it with the log of the Job. The agent has a"
                + " defect (NullPointerException at the router \"second\"): report it with the log"
                + " of the Job.");
    TaskResult result = result();
    assertThat(result.routers()).isEqualTo(new TaskResult.RouterCounts(2, 0, 0, 0));
    RouterList list =
        Json.read(result.document().find(log.toString()).orElseThrow(), RouterList.class);
    assertThat(list.routers())
        .extracting(RouterList.Entry::name)
        .containsExactly("first", "second");
    assertThat(names("volume")).isEmpty();
    assertThat(names("scratch")).isEmpty();
  }

  @Test
  void aTaskThatCannotBeRunIsRefused() throws Exception {
    assertThat(run(List.of()).message())
        .isEqualTo("The task has no router, and no query and no Secrets that say any.");
  }

  @Test
  void labelsThatNoSecretHasAreSaid() throws Exception {
    String sentence =
        "No Secret has the labels \"isp=routers\" that are selected for routers: correct the"
            + " selector, or give the Secrets of the routers these labels.";
    assertThat(run(List.of(), secrets()))
        .isEqualTo(new Failure(ErrorCode.RouterSelectorFailed, sentence));

    run(List.of(router("first")), secrets());

    assertThat(result().warnings()).containsExactly(sentence);
    assertThat(result().routers().all()).isEqualTo(1);
  }

  @Test
  void moreSecretsThanARunTakesAreRefused() throws Exception {
    String[] many = IntStream.range(0, 500).mapToObj(i -> "r-" + i).toArray(String[]::new);
    assertThat(run(List.of(), secrets(many)).code()).isEqualTo(ErrorCode.SecretUnreadable);
    assertThat(result().routers().all()).isEqualTo(500);

    assertThat(run(List.of(router("first")), secrets(many)))
        .isEqualTo(
            new Failure(
                ErrorCode.RouterSelectorFailed,
                "More Secrets have the labels \"isp=routers\" than the 499 routers that a run has"
                    + " room for beside those that it lists itself: write a narrower selector, and"
                    + " several MikrotikBackups."));
    many = IntStream.range(0, 501).mapToObj(i -> "r-" + i).toArray(String[]::new);
    assertThat(run(List.of(), secrets(many)).message())
        .isEqualTo(
            "More Secrets have the labels \"isp=routers\" than the 500 routers that a run has room"
                + " for: write a narrower selector, and several MikrotikBackups.");
  }

  @Test
  void aRouterWithoutAHostIsInTheListWithoutAnAddress() throws Exception {
    Failure failure = run(List.of(), secrets("edge-1"));

    assertThat(failure.code()).isEqualTo(ErrorCode.SecretUnreadable);
    assertThat(failure.message())
        .startsWith("The router \"edge-1\" has no host: ")
        .endsWith("/edge-1/host is missing or empty. Write the router's name or address there.");
    RouterList list =
        Json.read(result().document().find(log.toString()).orElseThrow(), RouterList.class);
    assertThat(list.routers().get(0).name()).isEqualTo("edge-1");
    assertThat(list.routers().get(0).address()).isNull();
  }

  private SecretRouters secrets(String... names) {
    return new SecretRouters(
        folder.resolve("by-name").toString(), List.of(names), "isp=routers", router(null));
  }

  private TaskResult result() throws IOException {
    return Json.read(Files.readString(folder.resolve("result")), TaskResult.class);
  }

  private Failure run(List<Router> routers) throws IOException {
    return run(routers, null);
  }

  private Failure run(List<Router> routers, SecretRouters secrets) throws IOException {
    Files.createDirectories(folder.resolve("volume"));
    Files.createDirectories(folder.resolve("scratch"));
    Task task =
        new Task.Routers(
            "uid-1",
            "isp",
            "nightly",
            null,
            "mikrotik_20261126_120000.json",
            routers,
            null,
            secrets,
            2,
            List.of(),
            null,
            List.of(
                new Destination(
                    "local", new Destination.Local(folder.resolve("volume").toString()))),
            List.of());
    return new TaskRunner(
            Map.of(
                "BACKUP_TASK",
                Json.write(task),
                "BACKUP_RESULT_FILE",
                folder.resolve("result").toString(),
                "BACKUP_SCRATCH",
                folder.resolve("scratch").toString()),
            Clock.systemUTC(),
            new PrintWriter(log))
        .run("routers");
  }

  private static Router router(String name) {
    return new Router(
        name,
        "127.0.0.1",
        9,
        null,
        null,
        null,
        "/p",
        null,
        21,
        22,
        null,
        null,
        null,
        false,
        null,
        1,
        1,
        1);
  }

  private List<String> names(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
