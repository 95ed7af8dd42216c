package io.proxpanel.backup.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.BackupRef;
import io.proxpanel.backup.api.v1.NotRestored;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreConnections;
import io.proxpanel.backup.api.v1.RestoreMode;
import io.proxpanel.backup.api.v1.RestoreOwners;
import io.proxpanel.backup.api.v1.RestoreSource;
import io.proxpanel.backup.api.v1.RestoreSpec;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreProgress;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.State;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a restore is asked for, and what it says it has done. */
class RestoreOutcomeTest extends OperatorTestCase {
  private static final RestoreOutcome.NotRestored GRANT =
      new RestoreOutcome.NotRestored("grant", "table public.nas to \"grafana\"", "no such role");

  private static TaskResult result(
      State state, Failure failure, String transactionId, RestoreOutcome outcome) {
    return new TaskResult(
        state,
        "restoring",
        failure,
        null,
        null,
        new TaskResult.Archive(512, 83, 80, 0, 1_750_564L),
        List.of(),
        transactionId,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        outcome);
  }

  private static RestoreOutcome outcome(RestoreOutcome.NotRestored... things) {
    return new RestoreOutcome(
        RestoreOptions.Mode.InPlace,
        "it was asked for",
        2,
        List.of("table public.invoice_lines", "view public.v"),
        List.of(things),
        things.length,
        4,
        null);
  }

  private RestoreStatus restored(FakeAgent agent, Phase phase) {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", agent);
    cluster.create(Samples.restore("undo", "nightly"));
    return awaitRestore("undo", phase).getStatus();
  }

  private void storedBackup() {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));
    awaitBackup("nightly", Phase.Succeeded);
  }

  private RestoreOptions options(String job) {
    return ((Task.Restore) FakeCluster.task(cluster.job(job))).options();
  }

  @Test
  void asksForWhatTheSpecSaysWithTheSearchPathOfTheBackup() {
    storedBackup();
    assertThat(cluster.backup("nightly").getStatus().searchPath).isEqualTo("\"$user\", public");
    cluster.create(
        Samples.restore(
            "undo",
            new RestoreSpec(
                new RestoreSource(new BackupRef("nightly"), null),
                null,
                "proxpanel",
                null,
                null,
                RestoreMode.InPlace,
                null,
                RestoreOwners.Login,
                RestoreConnections.Leave,
                true,
                List.of("admin.tenant_report"),
                null)));
    awaitRestore("undo", Phase.Succeeded);

    assertThat(options("undo-restore-1"))
        .isEqualTo(
            new RestoreOptions(
                RestoreOptions.Mode.InPlace,
                RestoreOptions.Owners.Login,
                RestoreOptions.Connections.Leave,
                true,
                List.of("admin.tenant_report"),
                "\"$user\", public"));
  }

  @Test
  void asksForTheDefaultsWhereTheSpecSaysNothing() {
    storedBackup();
    cluster.create(Samples.restore("undo", "nightly"));
    awaitRestore("undo", Phase.Succeeded);

    assertThat(options("undo-restore-1"))
        .isEqualTo(
            new RestoreOptions(
                RestoreOptions.Mode.Auto, null, null, false, null, "\"$user\", public"));
  }

  @Test
  void saysWhatIsNotAsItWasAndWhatIsGone() {
    RestoreStatus status =
        restored(
            FakeAgent.says(result(State.SUCCEEDED, null, "7", outcome(GRANT))), Phase.Succeeded);

    assertThat(status.message)
        .isEqualTo(
            "83 tables, 1,750,564 rows; grant on table public.nas to \"grafana\" left out: no such"
                + " role");
    assertThat(status.mode).isEqualTo("InPlace");
    assertThat(status.modeReason).isEqualTo("it was asked for");
    assertThat(status.dropped.count()).isEqualTo(2);
    assertThat(status.dropped.names())
        .containsExactly("table public.invoice_lines", "view public.v");
    assertThat(status.notRestoredCount).isEqualTo(1);
    assertThat(status.notRestored)
        .containsExactly(
            new NotRestored("grant", "table public.nas to \"grafana\"", "no such role"));
    assertThat(status.endedSessions).isEqualTo(4);
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(
                        "Dropped: 2 objects that the backup does not have are gone: table"
                            + " public.invoice_lines, view public.v.",
                        "NotRestored: The data is back, and 1 thing is not as it was: grant on table"
                            + " public.nas to \"grafana\" (no such role)."));
  }

  @Test
  void saysWhatGoesBeforeItIsGone() {
    storedBackup();
    stopOperator();
    startOperator("BACKUP_PROGRESS_PAUSE", "1s");
    RestoreProgress early =
        new RestoreProgress("restoring", null, List.of("The server lacks a role."));
    RestoreProgress later = new RestoreProgress("restoring", outcome(), List.of());
    cluster
        .jobs()
        .agent(
            "undo-restore-1",
            new FakeAgent.WorksAndLogs(early.line() + "\n" + later.line() + "\nINFO x\n"));
    cluster.create(Samples.restore("undo", "nightly"));

    awaitRestore("undo", Phase.Running);
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.restore("undo").getStatus().message)
                    .isEqualTo(
                        "restoring; 2 objects that the backup does not have go: table"
                            + " public.invoice_lines, view public.v"));
    RestoreStatus running = cluster.restore("undo").getStatus();
    assertThat(running.phase).isEqualTo(Phase.Running);
    assertThat(running.mode).isEqualTo("InPlace");
    assertThat(running.dropped.names())
        .containsExactly("table public.invoice_lines", "view public.v");
    assertThat(running.notRestored).isNull();
    assertThat(running.notRestoredCount).isNull();

    cluster.jobs().succeed("undo-restore-1");

    assertThat(awaitRestore("undo", Phase.Succeeded).getStatus().message)
        .endsWith("rows; all as it was");
  }

  @Test
  void zeroMeansThatAllIsAsItWas() {
    RestoreStatus status =
        restored(FakeAgent.says(result(State.SUCCEEDED, null, "7", outcome())), Phase.Succeeded);

    assertThat(status.notRestored).isNull();
    assertThat(status.notRestoredCount).isZero();
    assertThat(cluster.events()).noneMatch(event -> event.startsWith("NotRestored"));
  }

  @Test
  void oneThatFailedSaysWhatWouldBeGoneAndNothingOfWhatIsBack() {
    Failure failure = new Failure(ErrorCode.RestoreRefused, "It would drop admin.v.");
    RestoreStatus status =
        restored(FakeAgent.says(result(State.FAILED, failure, null, outcome(GRANT))), Phase.Failed);

    assertThat(status.dropped.count()).isEqualTo(2);
    assertThat(status.endedSessions).isEqualTo(4);
    assertThat(status.notRestored).isNull();
    assertThat(status.notRestoredCount).isNull();
    assertThat(cluster.events())
        .noneMatch(event -> event.startsWith("Dropped") || event.startsWith("NotRestored"));
  }

  @Test
  void whatALostAttemptHasDoneCountsWhenTheServerSaysThatItWasCommitted() {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", killed(outcome(GRANT)));
    cluster
        .jobs()
        .agent("undo-restore-2", FakeAgent.says(result(State.SUCCEEDED, null, "7", null)));
    cluster.create(Samples.restore("undo", "nightly"));

    Restore restore = awaitRestore("undo", Phase.Succeeded);

    assertThat(restore.getStatus().attempts).isEqualTo(2);
    assertThat(restore.getStatus().dropped.count()).isEqualTo(2);
    assertThat(restore.getStatus().message)
        .isEqualTo(
            "83 tables, 1,750,564 rows; grant on table public.nas to \"grafana\" left out: no such"
                + " role");
  }

  @Test
  void nobodyKnowsWhetherAllIsAsItWasAfterALostAttempt() {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", killed(outcome()));
    cluster
        .jobs()
        .agent("undo-restore-2", FakeAgent.says(result(State.SUCCEEDED, null, "7", null)));
    cluster.create(Samples.restore("undo", "nightly"));

    RestoreStatus status = awaitRestore("undo", Phase.Succeeded).getStatus();

    assertThat(status.message).isEqualTo("83 tables, 1,750,564 rows");
    assertThat(status.notRestored).isNull();
    assertThat(status.notRestoredCount).isNull();
  }

  private static FakeAgent killed(RestoreOutcome outcome) {
    return new FakeAgent.Ends(Json.write(result(State.RUNNING, null, "7", outcome)), 137, "Error");
  }
}
