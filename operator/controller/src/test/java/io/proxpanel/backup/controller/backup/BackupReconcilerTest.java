package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.OperatorRuntime;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackupReconcilerTest {
  private FakeCluster cluster;
  private OperatorRuntime operator;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start();
    operator =
        OperatorRuntime.start(cluster.operatorClient(), Samples.settings(), Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    operator.stop();
    cluster.close();
  }

  @Test
  void storesTheFileAndSaysSo() {
    cluster.create(Samples.secret());
    cluster.create(Samples.claim());
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitPhase("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().fileName).matches("proisp_full_\\d{8}_\\d{6}\\.proisp\\.bak");
    assertThat(backup.getStatus().size).isEqualTo("96 MiB");
    assertThat(backup.getStatus().attempts).isEqualTo(1);
    assertThat(condition(backup).getStatus()).isEqualTo("True");
    assertThat(condition(backup).getReason()).isEqualTo("BackupStored");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
    Task.Backup task = (Task.Backup) FakeCluster.task(cluster.job("nightly-backup-1"));
    assertThat(task.fileName()).isEqualTo(backup.getStatus().fileName);
    await()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .containsExactlyInAnyOrder(
                        "Started: Backing up \"proxpanel\" on db by the Job \"nightly-backup-1\".",
                        "Stored: panel-backups/isp/"
                            + backup.getStatus().fileName
                            + ", 96 MiB, read back."));
  }

  private Backup awaitPhase(String name, Phase phase) {
    return await()
        .until(
            () -> cluster.backup(name),
            backup ->
                backup != null && backup.getStatus() != null && backup.getStatus().phase == phase);
  }

  private static Condition condition(Backup backup) {
    return backup.getStatus().conditions.get(0);
  }
}
