package io.proxpanel.backup.e2e.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.e2e.apiserver.ApiServer;
import io.proxpanel.backup.e2e.apiserver.SharedApiServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operator needs every permission that the chart gives it and no other, and names the one that
 * it lacks. Each is taken away in a namespace of its own; several operators run at a time.
 */
@ExtendWith(SharedApiServer.class)
class PermissionsIT {
  private static final int AT_A_TIME = 4;
  private static final ChartRoles CHART = new ChartRoles();
  private static final Map<Permission, Future<Findings>> WITHOUT = new LinkedHashMap<>();
  private static Future<Findings> withAll;
  private static OperatorLog log;
  private static KubernetesClient agents;
  private static ExecutorService pool;

  /** Where it is named that a permission is missing. */
  private enum Named {
    /** In the log, and in a condition or an event. */
    TO_PEOPLE,
    /** In the log alone, since it is events that cannot be written. Nothing else stops. */
    IN_THE_LOG,
    /** By the process, which ends: it may not see what it would have to tell people about. */
    BLIND,
    /** By the process, which ends: it may not work, since another one might. It asks first. */
    WITHOUT_LEASE;

    static Named of(Permission missing) {
      if (missing.resource().equals("leases")) {
        return WITHOUT_LEASE;
      }
      boolean ofOneKindOfRun = missing.resource().equals("secrets");
      if (!ofOneKindOfRun && Set.of("list", "watch").contains(missing.verb())) {
        return BLIND;
      }
      return missing.resource().equals("events") ? IN_THE_LOG : TO_PEOPLE;
    }
  }

  /**
   * What came of an operator.
   *
   * @param notStarted why it did not start
   * @param done whether it did all that there was to do
   * @param log warnings and errors about a permission
   * @param told what conditions and events say
   * @param requests what it asked of the API server
   */
  private record Findings(
      Optional<String> notStarted,
      boolean done,
      List<String> log,
      List<String> told,
      Requests requests) {}

  @BeforeAll
  static void runAll(ApiServer server) {
    log = OperatorLog.open();
    agents = server.client();
    Agents.start(agents);
    pool = Executors.newFixedThreadPool(AT_A_TIME);
    withAll = pool.submit(() -> run(server, null, "permissions-all"));
    for (Permission each : permissions()) {
      String namespace = "permissions-" + WITHOUT.size();
      WITHOUT.put(each, pool.submit(() -> run(server, each, namespace)));
    }
  }

  @AfterAll
  static void close() {
    pool.shutdownNow();
    agents.close();
    log.close();
  }

  static List<Permission> permissions() {
    return CHART.permissions();
  }

  private static Findings run(ApiServer server, Permission missing, String namespace) {
    try (Scenario scenario = new Scenario(server, CHART, missing, namespace)) {
      if (scenario.notStarted().isEmpty()) {
        scenario.await(() -> isEnough(scenario, missing, namespace));
      }
      return new Findings(
          scenario.notStarted(),
          scenario.isDone(),
          log.lines("\"" + namespace + "\"").stream()
              .filter(line -> line.contains(": give its role"))
              .toList(),
          scenario.told(),
          scenario.requests());
    }
  }

  private static boolean isEnough(Scenario scenario, Permission missing, String namespace) {
    if (missing == null || Named.of(missing) == Named.IN_THE_LOG) {
      return scenario.isDone();
    }
    String sentence = missing.sentence(namespace);
    return !log.lines(sentence).isEmpty()
        && scenario.told().stream().anyMatch(message -> message.contains(sentence));
  }

  @Test
  void allOfThemAreEnoughAndNoneIsTooMuch() throws ExecutionException, InterruptedException {
    Findings found = withAll.get();

    assertThat(found.notStarted()).isEmpty();
    assertThat(found.done()).isTrue();
    assertThat(found.log()).isEmpty();
    assertThat(found.requests().refused()).isEmpty();
    assertThat(found.requests().needed())
        .as("permissions that requests needed")
        .containsExactlyInAnyOrderElementsOf(permissions());
  }

  @ParameterizedTest
  @MethodSource("permissions")
  void isNamedWhereItIsMissing(Permission missing) throws ExecutionException, InterruptedException {
    Findings found = WITHOUT.get(missing).get();
    String namespace = "permissions-" + permissions().indexOf(missing);
    String sentence = missing.sentence(namespace);

    switch (Named.of(missing)) {
      case TO_PEOPLE -> {
        assertThat(found.notStarted()).isEmpty();
        assertThat(found.log()).as("log").isNotEmpty().allMatch(line -> line.contains(sentence));
        assertThat(found.told())
            .as("conditions and events")
            .anyMatch(message -> message.contains(sentence));
      }
      case IN_THE_LOG -> {
        assertThat(found.log()).as("log").isNotEmpty().allMatch(line -> line.contains(sentence));
        assertThat(found.done()).isTrue();
      }
      case BLIND, WITHOUT_LEASE -> assertThat(found.notStarted()).contains(sentence);
    }
    assertThat(found.requests().refused())
        .as("refused requests")
        .containsExactlyElementsOf(
            Named.of(missing) == Named.WITHOUT_LEASE ? Set.of() : Set.of(missing));
  }
}
