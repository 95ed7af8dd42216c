package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.RouterLogins;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routers that a probe logs in to, or tries to. */
class RouterLoginsRunTest {
  @TempDir Path folder;

  @BeforeEach
  void prepare() throws IOException {
    Files.createDirectory(folder.resolve("volume"));
    Files.writeString(folder.resolve("password"), "x");
  }

  @Test
  void theFirstFewThatCannotBeLoggedInToAreNamedAndFailNothing() throws Exception {
    int port = closedPort();
    List<Router> routers = IntStream.range(0, 5).mapToObj(i -> router("edge-" + i, port)).toList();

    assertThat(probe(new RouterLogins(routers, null, null, 2, 60))).isNull();

    RouterLoginResult logins = result().logins();
    assertThat(logins.all()).isEqualTo(5);
    assertThat(logins.good()).isZero();
    assertThat(logins.failed()).isEqualTo(5);
    assertThat(logins.untried()).isZero();
    assertThat(logins.first())
        .extracting(RouterLoginResult.Refused::name)
        .containsExactly("edge-0", "edge-1", "edge-2");
    assertThat(logins.first().get(0).failure().code()).isEqualTo(ErrorCode.RouterUnreachable);
    assertThat(logins.first().get(0).failure().message())
        .startsWith("The router \"edge-0\" (127.0.0.1:" + port + ") cannot be connected to");
    assertThat(result().destinations())
        .extracting(DestinationResult::state)
        .containsExactly(DestinationResult.READY);
  }

  @Test
  void thoseThatHaveNotAnsweredWhenTheTimeIsUpAreNotTried() throws Exception {
    // A system that takes the connection, and nobody who says a word.
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      List<Router> routers =
          List.of(
              router("closed", closedPort()),
              router("silent", silent.getLocalPort()),
              router("later", silent.getLocalPort()));

      assertThat(probe(new RouterLogins(routers, null, null, 1, 1))).isNull();
    }

    RouterLoginResult logins = result().logins();
    assertThat(logins.untried()).isEqualTo(2);
    assertThat(logins.failed()).isEqualTo(1);
    assertThat(logins.first())
        .extracting(RouterLoginResult.Refused::name)
        .containsExactly("closed");
    assertThat(result().destinations()).hasSize(1);
  }

  @Test
  void aSecretThatCannotBeUsedIsThatRoutersFailure() throws Exception {
    assertThat(probe(new RouterLogins(List.of(), null, secrets("edge-1"), 2, 60))).isNull();

    assertThat(result().logins().first().get(0).failure())
        .isEqualTo(
            new Failure(
                ErrorCode.SecretUnreadable,
                "The router \"edge-1\" has no host: "
                    + folder.resolve("by-name/edge-1/host")
                    + " is missing or empty. Write the router's name or address there."));
  }

  @Test
  void whyItIsNotKnownWhichRoutersThereAreIsSaid() throws Exception {
    assertThat(probe(new RouterLogins(List.of(), null, secrets(), 2, 60))).isNull();

    RouterLoginResult logins = result().logins();
    assertThat(logins.failure().code()).isEqualTo(ErrorCode.RouterSelectorFailed);
    assertThat(logins.failure().message()).startsWith("No Secret has the labels \"isp=routers\"");
    assertThat(logins.all()).isZero();
  }

  @Test
  void routersThatCannotBeToldApartAreRefused() throws Exception {
    Router router = router("edge", 9);

    assertThat(probe(new RouterLogins(List.of(router, router), null, null, 2, 60)))
        .isEqualTo(
            new Failure(ErrorCode.TaskInvalid, "Two routers of the task have the same name."));
  }

  private SecretRouters secrets(String... names) {
    return new SecretRouters(
        folder.resolve("by-name").toString(), List.of(names), "isp=routers", router(null, 9));
  }

  private Router router(String name, int port) {
    return new Router(
        name,
        "127.0.0.1",
        port,
        null,
        "backup",
        null,
        folder.resolve("password").toString(),
        null,
        21,
        22,
        null,
        null,
        null,
        false,
        null,
        30,
        60,
        60);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Failure probe(RouterLogins logins) {
    Destination local =
        new Destination("local", new Destination.Local(folder.resolve("volume").toString()));
    return new TaskRunner(
            Map.of(
                "BACKUP_TASK",
                Json.write(new Task.Probe("uid-1", null, true, null, List.of(local), logins)),
                "BACKUP_RESULT_FILE",
                folder.resolve("result").toString()),
            Clock.systemUTC(),
            new PrintWriter(Writer.nullWriter()))
        .run("probe");
  }

  private TaskResult result() throws IOException {
    return Json.read(Files.readString(folder.resolve("result")), TaskResult.class);
  }
}
