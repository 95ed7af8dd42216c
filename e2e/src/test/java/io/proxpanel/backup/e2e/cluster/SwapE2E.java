package io.proxpanel.backup.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.api.v1.KeptDatabaseStatus.State;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.e2e.isp.Checksums;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Restore by Swap, the way back, and the end of what was kept, by Jobs on a cluster. */
@OnCluster
class SwapE2E {
  private static PanelNamespace panel;

  @BeforeAll
  static void create(TestCluster cluster, Release operator) {
    operator.install(Map.of());
    panel = PanelNamespace.create(cluster, "swap");
    panel.superuser("postgres", "ALTER ROLE proxpanel CREATEDB");
    panel.load(300, 1);
  }

  @AfterAll
  static void delete() {
    panel.close();
  }

  @Test
  void theOldDatabaseIsKeptComesBackAndGoesWhenItsTimeIsOver() {
    for (String example : List.of("secret.yaml", "claim.yaml", "backup.yaml")) {
      panel.applyExample(example);
    }
    panel.awaitSucceeded("bkp/before-upgrade");
    final Checksums before = panel.checksums();
    panel.psql("DROP TABLE radcheck CASCADE; CREATE TABLE newer (id int)");
    final Checksums upgraded = panel.checksums();

    panel.applyExample("restore.yaml");
    panel.awaitSucceeded("rst/undo-upgrade");

    assertThat(before.differences(panel.checksums())).isEmpty();
    RestoreStatus undone = panel.restore("undo-upgrade").getStatus();
    assertThat(undone.mode).isEqualTo("Swap");
    assertThat(undone.modeReason).isEqualTo("All that a swap needs is there.");
    assertThat(undone.keptDatabase.state()).isEqualTo(State.Kept);
    String kept = undone.keptDatabase.name();
    assertThat(databases()).contains(kept);

    panel.apply(
        panel
            .example("restore-swap-back.yaml")
            .replaceAll("keptDatabase: .*", "keptDatabase: " + kept)
            .replace("  confirmOverwrite:", "  keepOld: \"0\"\n  confirmOverwrite:"));
    panel.awaitSucceeded("rst/back-again");

    assertThat(upgraded.differences(panel.checksums())).isEmpty();
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(panel.restore("back-again").getStatus().keptDatabase.state())
                    .isEqualTo(State.Dropped));
    assertThat(databases()).isEqualTo("proxpanel");
  }

  private static String databases() {
    return panel.superuser(
        "postgres",
        "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template[01])$' ORDER BY 1");
  }
}
