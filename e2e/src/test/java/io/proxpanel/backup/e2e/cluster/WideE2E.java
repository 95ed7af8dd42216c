package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many Backups at once. */
@OnCluster(alone = true)
class WideE2E {
  private static final int BACKUPS = 200;

  /** The operator's default; all are of one database, of which it is made to allow as many. */
  private static final int AT_A_TIME = 10;

  private static final Path VALUES = Path.of("src/test/resources/cluster/ten-of-one-database.yaml");

  private static TestCluster cluster;
  private static PanelNamespace panel;

  @BeforeAll
  static void create(TestCluster shared, Release operator) {
    cluster = shared;
    operator.install(VALUES, Map.of());
    assertThat(operator.pods()).hasSize(1);
    panel = PanelNamespace.create(shared, "wide");
    panel.psql("CREATE TABLE invoices (id int); INSERT INTO invoices VALUES (1)");
    panel.applyExample("secret.yaml");
    panel.applyExample("claim.yaml");
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  @Test
  void twoHundredBackupsFinishTenAtATimeAndTheOthersSayWhyTheyWait() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < BACKUPS; i++) {
      all.append(panel.example("backup.yaml").replace("name: before-upgrade", "name: w" + i))
          .append("---\n");
    }
    panel.apply(all.toString());
    List<Integer> atWork = new ArrayList<>();
    Set<String> reasons = new HashSet<>();

    await()
        .atMost(Duration.ofMinutes(20))
        // Each look is at 200 Backups.
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              atWork.add(agentsAtWork());
              List<Backup> backups = panel.backups();
              backups.stream()
                  .filter(backup -> phase(backup) == Phase.Pending)
                  .map(backup -> String.valueOf(backup.getStatus().message))
                  .forEach(reasons::add);
              return backups.stream().allMatch(backup -> phase(backup) == Phase.Succeeded);
            });

    assertThat(atWork).allMatch(number -> number <= AT_A_TIME).contains(AT_A_TIME);
    assertThat(reasons).anyMatch(reason -> reason.contains("10 Backups"));
    assertThat(panel.files()).hasSize(2 * BACKUPS);
    assertThat(panel.backups())
        .hasSize(BACKUPS)
        .allMatch(backup -> backup.getStatus().attempts == 1);
  }

  /** An agent that has ended has given its place away, though its Job says so only later. */
  private static int agentsAtWork() {
    return (int)
        cluster.client().pods().inNamespace(panel.name()).list().getItems().stream()
            .filter(
                pod -> pod.getMetadata().getLabels().containsKey("batch.kubernetes.io/job-name"))
            .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
            .filter(agent -> agent.getState().getTerminated() == null)
            .count();
  }

  private static Phase phase(Backup backup) {
    return backup.getStatus() == null ? null : backup.getStatus().phase;
  }
}
