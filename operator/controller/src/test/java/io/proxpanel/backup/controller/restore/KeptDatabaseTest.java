package io.proxpanel.backup.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.BackupRef;
import io.proxpanel.backup.api.v1.KeptDatabaseStatus;
import io.proxpanel.backup.api.v1.KeptDatabaseStatus.State;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreSource;
import io.proxpanel.backup.api.v1.RestoreSpec;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the database that a Restore by Swap has replaced. */
class KeptDatabaseTest extends OperatorTestCase {
  private static final String KEPT = "proxpanel_kept_20261123020000";
  private static final String DROP = "undo-drop-kept-1";

  private static FakeAgent swapped() {
    return FakeAgent.says(
        new TaskResult(
            TaskResult.State.SUCCEEDED,
            "done",
            null,
            null,
            null,
            null,
            List.of(),
            "7421",
            List.of(),
            null,
            null,
            null,
            null,
            null,
            new RestoreOutcome(
                RestoreOptions.Mode.Swap,
                "all that it needs is there",
                0,
                List.of(),
                List.of(),
                0,
                3,
                KEPT)));
  }

  private static RestoreSpec spec(RestoreSource source, String keepOld) {
    return new RestoreSpec(
        source,
        Samples.backupSpec().database(),
        "proxpanel",
        null,
        null,
        null,
        keepOld,
        null,
        null,
        null,
        null,
        null);
  }

  private Restore restored(String keepOld) {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));
    awaitBackup("nightly", Phase.Succeeded);
    cluster.jobs().agent("undo-restore-1", swapped());
    RestoreSource source = new RestoreSource(new BackupRef("nightly"), null);
    cluster.create(Samples.restore("undo", spec(source, keepOld)));
    return awaitRestore("undo", Phase.Succeeded);
  }

  private KeptDatabaseStatus await(State state) {
    return eventually()
        .until(
            () -> cluster.restore("undo").getStatus().keptDatabase,
            kept -> kept != null && kept.state() == state);
  }

  @Test
  void isKeptForADayAndSaysHowItComesBack() {
    Restore restore = restored(null);

    KeptDatabaseStatus kept = restore.getStatus().keptDatabase;
    assertThat(kept.name()).isEqualTo(KEPT);
    assertThat(kept.state()).isEqualTo(State.Kept);
    assertThat(
            Duration.between(
                Times.parse(restore.getStatus().completionTime), Times.parse(kept.until())))
        .isEqualTo(Duration.ofDays(1));
    assertThat(restore.getStatus().mode).isEqualTo("Swap");
    assertThat(restore.getStatus().modeReason).isEqualTo("all that it needs is there");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(
                        ("DatabaseKept: The database that was replaced is kept as \"%s\" until %s: a"
                                + " Restore with source.keptDatabase: %s brings it back.")
                            .formatted(KEPT, kept.until(), KEPT)));
  }

  @Test
  void isDroppedWhenItsTimeIsOver() {
    restored("1s");

    KeptDatabaseStatus kept = await(State.Dropped);
    assertThat(kept.attempts()).isEqualTo(1);
    assertThat(kept.message()).isNull();
    Task.DropKept task = (Task.DropKept) FakeCluster.task(cluster.job(DROP));
    assertThat(task.uid()).isEqualTo(cluster.restore("undo").getMetadata().getUid());
    assertThat(task.keptDatabase()).isEqualTo(KEPT);
    assertThat(task.database().name()).isEqualTo("proxpanel");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(
                        "KeptDatabaseDropped: The database \""
                            + KEPT
                            + "\", which this Restore had replaced, was dropped: its time was"
                            + " over."));
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "undo-restore-1", DROP);
  }

  @Test
  void isDroppedThoughTheOperatorWasNotThereWhenItsTimeWasOver() {
    cluster.jobs().agent(DROP, new FakeAgent.Works());
    restored("0");
    awaitRun(DROP);
    stopOperator();
    cluster.jobs().succeed(DROP);
    startOperator();

    await(State.Dropped);
    assertThat(cluster.jobs().runs()).containsOnlyOnce(DROP);
  }

  @Test
  void isTriedAgainWhereItMayComeToBe() {
    stopOperator();
    startOperator("BACKUP_COPY_PAUSE", "50ms", "BACKUP_COPY_PAUSE_MAX", "50ms");
    cluster
        .jobs()
        .agent(DROP, FakeAgent.fails(ErrorCode.DatabaseUnreachable, "db:5432 is not there."));
    restored("0");

    assertThat(await(State.Dropped).attempts()).isEqualTo(2);
  }

  @Test
  void isLeftWhereTheAgentRefuses() {
    cluster
        .jobs()
        .agent(DROP, FakeAgent.fails(ErrorCode.RestoreRefused, "It is the only good one."));
    restored("0");

    String sentence =
        "The database \""
            + KEPT
            + "\", which this Restore had replaced, is still there: It is the only good one. It is"
            + " not tried again: drop it by hand.";
    assertThat(await(State.Left).message()).isEqualTo(sentence);
    eventually()
        .untilAsserted(
            () -> assertThat(cluster.events()).contains("KeptDatabaseLeft: " + sentence));
  }

  @Test
  void comesBackByItsName() {
    createSurroundings();
    cluster.jobs().agent("undo-swap-back-1", swapped());
    cluster.create(Samples.restore("undo", spec(new RestoreSource(null, null, KEPT), null)));

    Restore restore = awaitRestore("undo", Phase.Succeeded);

    Task.SwapBack task = (Task.SwapBack) FakeCluster.task(cluster.job("undo-swap-back-1"));
    assertThat(task.keptDatabase()).isEqualTo(KEPT);
    assertThat(task.confirmOverwrite()).isEqualTo("proxpanel");
    assertThat(task.connections()).isEqualTo(RestoreOptions.Connections.Refuse);
    assertThat(restore.getStatus().from).isEqualTo(KEPT);
    assertThat(restore.getStatus().fileName).isNull();
    assertThat(restore.getStatus().message).isEqualTo("the data is back; all as it was");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(
                        "Started: Restoring "
                            + KEPT
                            + " into proxpanel@db by the Job \"undo-swap-back-1\"."));
  }
}
