package io.proxpanel.backup.agent.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.SecretRouters;
import io.proxpanel.backup.contract.Task;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which runs over routers are refused before anything is done. */
class RoutersTaskTest {
  private static final String LIST = "mikrotik_20261126_120000.json";

  @Test
  void theTimeOfTheRunIsInTheNameOfItsList() throws Exception {
    assertThat(RoutersTask.require(task(LIST, 1, 1, router("Zürich / core"), router("b"))))
        .isEqualTo(Instant.parse("2026-11-26T12:00:00Z"));
  }

  @Test
  void refusesWhatIsNoNameOfAList() {
    for (String name : List.of("a.proisp.bak", "mikrotik_20269999_120000.json", "../" + LIST)) {
      assertThat(refusal(task(name, 1, 1, router("a"))))
          .isEqualTo(
              "The file name \"%s\" is not that of a list of routers: it must be"
                  + " mikrotik_<yyyyMMdd>_<HHmmss>.json.",
              name);
    }
  }

  @Test
  void refusesDestinationsThatCannotBeToldApartOrAreTooMany() {
    String range = " destinations and must have 1 to 8.";
    assertThat(refusal(task(LIST, 0, 1, router("a")))).isEqualTo("The task has 0" + range);
    assertThat(refusal(task(LIST, 9, 1, router("a")))).isEqualTo("The task has 9" + range);
    Task.Routers task = task(LIST, 1, 1, router("a"));
    assertThat(refusal(with(task, Collections.nCopies(2, task.destinations().get(0)))))
        .isEqualTo("Two destinations of the task have the same name.");
  }

  @Test
  void refusesRoutersThatAreNoneOrCannotBeToldApart() {
    assertThat(refusal(task(LIST, 1, 1)))
        .isEqualTo("The task has no router, and no query and no Secrets that say any.");
    assertThat(refusal(task(LIST, 1, 1, router("a"), router("a"))))
        .isEqualTo("Two routers of the task have the same name.");
    for (String name : List.of(" ", "a\n#document {}", "x".repeat(254))) {
      assertThat(refusal(task(LIST, 1, 1, router(name))))
          .isEqualTo(
              "A router of the task has no name, or one with a control character or more than 253"
                  + " characters.");
    }
    assertThat(refusal(task(LIST, 1, 0, router("a"))))
        .isEqualTo("The task's atOnce is 0 and must be at least 1.");
  }

  @Test
  void refusesASecretWhoseNameWouldLeadOutOfItsFolder() {
    Task.Routers task = task(LIST, 1, 1, router("a"));
    for (String name : List.of("..", "a/b", "A", "", ".a", "x".repeat(254))) {
      assertThat(refusal(with(task, new SecretRouters("/s", List.of(name), "a=b", router(null)))))
          .isEqualTo("A Secret of the task has a name that no Secret can have.");
    }
  }

  private static String refusal(Task.Routers task) {
    AgentException e = catchThrowableOfType(AgentException.class, () -> RoutersTask.require(task));
    assertThat(e.code()).isEqualTo(ErrorCode.TaskInvalid);
    return e.getMessage();
  }

  private static Router router(String name) {
    return new Router(
        name, "h", 8728, null, "backup", null, "/p", null, 21, 22, null, null, null, false, null,
        null, null, null);
  }

  private static Task.Routers task(String list, int destinations, int atOnce, Router... routers) {
    return new Task.Routers(
        "uid-1",
        "isp",
        "nightly",
        null,
        list,
        List.of(routers),
        null,
        null,
        atOnce,
        List.of(),
        null,
        java.util.stream.IntStream.range(0, destinations)
            .mapToObj(i -> new Destination("d" + i, new Destination.Local("/v" + i)))
            .toList(),
        List.of());
  }

  private static Task.Routers with(Task.Routers task, List<Destination> destinations) {
    return with(task, task.secrets(), destinations);
  }

  private static Task.Routers with(Task.Routers task, SecretRouters secrets) {
    return with(task, secrets, task.destinations());
  }

  private static Task.Routers with(
      Task.Routers task, SecretRouters secrets, List<Destination> destinations) {
    return new Task.Routers(
        task.uid(),
        task.namespace(),
        task.name(),
        task.createdAt(),
        task.fileName(),
        task.routers(),
        task.query(),
        secrets,
        task.atOnce(),
        task.previous(),
        task.encryption(),
        destinations,
        task.referable());
  }
}
