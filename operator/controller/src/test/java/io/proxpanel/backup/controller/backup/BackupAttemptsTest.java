package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import org.junit.jupiter.api.Test;

/** What becomes of a Backup whose attempts do not end well. */
class BackupAttemptsTest extends OperatorTestCase {

  private void firstAttemptFails() {
    cluster
        .jobs()
        .agent(
            "nightly-backup-1",
            FakeAgent.fails(ErrorCode.DatabaseUnreachable, "No connection to db:5432."));
  }

  @Test
  void triesAgainWhatCanSucceedLater() {
    createSurroundings();
    firstAttemptFails();
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().attempts).isEqualTo(2);
    assertThat(backup.getStatus().failure).isNull();
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "nightly-backup-2");
    Task.Backup first = (Task.Backup) FakeCluster.task(cluster.job("nightly-backup-1"));
    assertThat(FakeCluster.task(cluster.job("nightly-backup-2"))).isEqualTo(first);
    assertThat(cluster.events())
        .anyMatch(
            event ->
                event.matches(
                    "AttemptFailed: No connection to db:5432\\. Attempt 2 of 3 follows at"
                        + " \\d\\d:\\d\\d:\\d\\d UTC\\."));
  }

  @Test
  void waitsBeforeTheSecondAttemptAsBeforeTheFirst() {
    stopOperator();
    startOperator("BACKUP_RETRY_PAUSE", "3s", "BACKUP_RETRY_PAUSE_MAX", "3s");
    createSurroundings();
    firstAttemptFails();
    cluster.create(Samples.backup("nightly"));
    awaitBackupReason("nightly", "DatabaseUnreachable");
    cluster.client().resource(Samples.secret()).inNamespace(FakeCluster.NAMESPACE).delete();
    awaitBackupReason("nightly", "SecretMissing");
    // It is looked for again and again, and that is all that happens.
    awaitRequests("GET /api/v1/namespaces/isp/secrets/panel-db", 5);

    cluster.create(Samples.secret());
    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().attempts).isEqualTo(2);
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "nightly-backup-2");
    assertThat(cluster.events())
        .filteredOn(event -> event.startsWith("AttemptFailed: "))
        .hasSize(1);
  }

  @Test
  void aRefusalOfTheSecondJobDoesNotReportTheFirstOneAgain() {
    createSurroundings();
    firstAttemptFails();
    stopOperator();
    startOperator("BACKUP_RETRY_PAUSE", "3s", "BACKUP_RETRY_PAUSE_MAX", "3s");
    cluster.create(Samples.backup("nightly"));
    awaitBackupReason("nightly", "DatabaseUnreachable");
    cluster.refuseJobsByQuota(3);

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().attempts).isEqualTo(2);
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "nightly-backup-2");
    assertThat(cluster.events())
        .filteredOn(event -> event.startsWith("AttemptFailed: "))
        .hasSize(1);
    assertThat(cluster.events())
        .containsOnlyOnce(
            "Waiting: The API server refuses the Job: jobs \"x\" is forbidden: exceeded quota:"
                + " jobs=1");
  }

  @Test
  void aConflictWithAQuotaIsNoJob() {
    createSurroundings();
    cluster.refuseJobsWhileAQuotaIsCounted(2);
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().attempts).isEqualTo(1);
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
    assertThat(cluster.events()).noneMatch(event -> event.startsWith("AttemptFailed: "));
  }

  @Test
  void givesUpAfterAsManyAttemptsAsAllowed() {
    createSurroundings();
    cluster
        .jobs()
        .agents(
            job ->
                FakeAgent.fails(
                    ErrorCode.DatabaseLoginRefused, "db refuses the user \"proxpanel\"."));
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitBackup("nightly", Phase.Failed);

    assertThat(backup.getStatus().attempts).isEqualTo(3);
    assertThat(backup.getStatus().failure.code()).isEqualTo("DatabaseLoginRefused");
    assertThat(backup.getStatus().message)
        .isEqualTo(
            "db refuses the user \"proxpanel\": check the Secret \"panel-db\", key"
                + " \"password\".");
    assertThat(condition(backup.getStatus().conditions).getStatus()).isEqualTo("False");
    assertThat(condition(backup.getStatus().conditions).getReason())
        .isEqualTo("DatabaseLoginRefused");
  }

  @Test
  void doesNotTryAgainWhatOnlyAPersonCanMend() {
    createSurroundings();
    cluster
        .jobs()
        .agents(job -> FakeAgent.fails(ErrorCode.PgDumpTooOld, "pg_dump 15 cannot dump 16.9."));
    cluster.create(Samples.backup("nightly"));

    assertThat(awaitBackup("nightly", Phase.Failed).getStatus().message)
        .isEqualTo("pg_dump 15 cannot dump 16.9.");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
  }

  @Test
  void takesAnotherNameWhenSomebodyElsesFileHasIt() {
    createSurroundings();
    cluster
        .jobs()
        .agent(
            "nightly-backup-1",
            FakeAgent.fails(ErrorCode.FileNameTaken, "A file of that name is there."));
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().fileName).endsWith("_2.proisp.bak");
    Task.Backup second = (Task.Backup) FakeCluster.task(cluster.job("nightly-backup-2"));
    assertThat(second.fileName()).isEqualTo(backup.getStatus().fileName);
  }

  @Test
  void countsAKilledAgentAsLostAndNamesItsLastStage() {
    createSurroundings();
    cluster.jobs().agents(job -> FakeAgent.killed("dumping", null));
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitBackup("nightly", Phase.Failed);

    assertThat(backup.getStatus().failure.code()).isEqualTo("AgentLost");
    assertThat(backup.getStatus().message)
        .isEqualTo("The agent was killed by signal 9 while it was dumping.");
    assertThat(cluster.jobs().runs()).hasSize(3);
  }

  @Test
  void goesOnAfterAnEviction() {
    createSurroundings();
    cluster
        .jobs()
        .agent(
            "nightly-backup-1",
            new FakeAgent.Evicted("The node was low on resource: ephemeral-storage."));
    cluster.create(Samples.backup("nightly"));

    awaitBackup("nightly", Phase.Succeeded);

    assertThat(cluster.events())
        .anyMatch(
            event ->
                event.startsWith(
                    "AttemptFailed: The agent was lost because its pod failed (Evicted): The node"
                        + " was low on resource: ephemeral-storage."));
  }

  @Test
  void goesOnWhenItsJobIsDeleted() {
    createSurroundings();
    cluster.jobs().agent("nightly-backup-1", new FakeAgent.Works());
    cluster.create(Samples.backup("nightly"));
    awaitBackup("nightly", Phase.Running);
    awaitRun("nightly-backup-1");

    cluster.client().resource(cluster.job("nightly-backup-1")).delete();

    Backup backup = awaitBackup("nightly", Phase.Succeeded);
    assertThat(backup.getStatus().attempts).isEqualTo(2);
    assertThat(cluster.events())
        .anyMatch(
            event ->
                event.startsWith(
                    "AttemptFailed: The Job \"nightly-backup-1\" was deleted before its agent was"
                        + " done."));
  }

  @Test
  void saysThatTheDeadlineEndedIt() {
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Late());
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitBackup("nightly", Phase.Failed);

    assertThat(backup.getStatus().failure.code()).isEqualTo("DeadlineExceeded");
    assertThat(backup.getStatus().message)
        .isEqualTo(
            "The agent was stopped because the attempt took longer than 6h: raise"
                + " jobTemplate.activeDeadlineSeconds.");
  }

  @Test
  void aDeadlineIsNotToBlameForAPodThatCannotStart() {
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Stuck("ImagePullBackOff", "Back-off pulling image"));
    cluster.create(Samples.backup("nightly"));
    awaitBackupReason("nightly", "PodNotStarting");

    cluster.jobs().endByDeadline("nightly-backup-1");

    Backup backup = awaitBackup("nightly", Phase.Failed);
    assertThat(backup.getStatus().failure.code()).isEqualTo("DeadlineExceeded");
    assertThat(backup.getStatus().message)
        .isEqualTo(
            "The attempt was ended after 6h, and its agent had not started when it was last seen:"
                + " The agent's image \"proxpanel-backup-agent:latest\" cannot be had: Back-off"
                + " pulling image.");
  }
}
