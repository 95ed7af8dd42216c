package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.BackupProgress;
import io.proxpanel.backup.contract.BackupProgress.Sent;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Backup that runs says how far it has come. */
class ProgressTest extends OperatorTestCase {
  private static String log(String stage) {
    return new BackupProgress("2026-11-23T02:00:10Z", stage, 1 << 20, List.of()).line() + "\n";
  }

  @Test
  void itsPlaceIsFreeOnceItHasDumped() {
    createSurroundings();
    stopOperator();
    startOperator("BACKUP_PROGRESS_PAUSE", "1s", "BACKUP_MAX_BACKUP_JOBS", "1");
    cluster
        .jobs()
        .agents(
            job ->
                job.getMetadata().getName().startsWith("slow")
                    ? new FakeAgent.WorksAndLogs(log("storing"))
                    : new FakeAgent.WorksAndLogs(log("dumping")));
    cluster.create(Samples.backup("slow"));
    awaitRun("slow-backup-1");

    cluster.create(Samples.backup("second"));
    awaitRun("second-backup-1");

    assertThat(cluster.backup("slow").getStatus().phase).isEqualTo(Phase.Running);
    // That one is still at the database.
    cluster.create(Samples.backup("third"));
    assertThat(awaitBackupReason("third", "TooManyBackups").getStatus().attempts).isNull();
    cluster.jobs().succeed("slow-backup-1");
    assertThat(awaitBackup("slow", Phase.Succeeded).getStatus().progress).isNull();
  }

  @Test
  void itsDatabaseCanBeRestoredOnceItHasDumped() {
    createSurroundings();
    cluster.create(Samples.backup("good"));
    awaitBackup("good", Phase.Succeeded);
    stopOperator();
    startOperator("BACKUP_PROGRESS_PAUSE", "1s");
    cluster.jobs().agent("slow-backup-1", new FakeAgent.WorksAndLogs(log("storing")));
    cluster.create(Samples.backup("slow"));
    awaitRun("slow-backup-1");

    cluster.create(Samples.restore("undo", "good"));

    awaitRestore("undo", Phase.Succeeded);
    assertThat(cluster.backup("slow").getStatus().phase).isEqualTo(Phase.Running);
  }

  @Test
  void statusHasWhatTheLogSaysUntilTheEnd() {
    createSurroundings();
    stopOperator();
    startOperator("BACKUP_PROGRESS_PAUSE", "1s");
    BackupProgress before =
        new BackupProgress("2026-11-23T02:00:10Z", "dumping", 1 << 20, List.of());
    BackupProgress last =
        new BackupProgress(
            "2026-11-23T02:00:20Z", "dumping", 11 << 20, List.of(new Sent("local", 11 << 20)));
    cluster
        .jobs()
        .agents(
            job ->
                new FakeAgent.WorksAndLogs(
                    "2026 INFO stage dumping\n" + before.line() + "\n" + last.line() + "\n"));
    cluster.create(Samples.backup("nightly"));

    Backup running =
        eventually()
            .until(
                () -> cluster.backup("nightly"),
                b -> b.getStatus() != null && b.getStatus().progress != null);
    assertThat(running.getStatus().phase).isEqualTo(Phase.Running);
    assertThat(running.getStatus().progress.bytes()).isEqualTo(11 << 20);
    assertThat(running.getStatus().progress.bytesPerSecond()).isEqualTo(1 << 20);
    assertThat(running.getStatus().message).isEqualTo("dumping, 11 MiB");

    cluster.jobs().succeed("nightly-backup-1");
    Backup stored = awaitBackup("nightly", Phase.Succeeded);
    assertThat(stored.getStatus().progress).isNull();
    assertThat(stored.getStatus().message).isNotEqualTo("dumping, 11 MiB");
  }
}
