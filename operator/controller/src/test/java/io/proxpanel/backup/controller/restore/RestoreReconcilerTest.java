package io.proxpanel.backup.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupRef;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.FileSource;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreKeys;
import io.proxpanel.backup.api.v1.RestoreSource;
import io.proxpanel.backup.api.v1.RestoreSpec;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreReconcilerTest extends OperatorTestCase {
  private static final String UNKNOWN_END =
      " Whether the database was replaced is not known: it is either as it was or as the backup has"
          + " it, never between. Look at its newest rows, and create another Restore if they are"
          + " not those of the backup.";

  @Test
  void bringsABackupBackAndSaysSo() {
    Backup backup = storedBackup();
    cluster.create(Samples.restore("undo", "nightly"));

    Restore restore = awaitRestore("undo", Phase.Succeeded);

    assertThat(restore.getStatus().from).isEqualTo("nightly");
    assertThat(restore.getStatus().into).isEqualTo("proxpanel@db");
    assertThat(restore.getStatus().fileName).isEqualTo(backup.getStatus().fileName);
    assertThat(restore.getStatus().message).isEqualTo("68 tables, 3,412,880 rows; all as it was");
    assertThat(restore.getStatus().sourceLicenseFingerprint).isEqualTo("1e12d2e5f902");
    assertThat(restore.getStatus().duration).matches("\\d+s");
    assertThat(condition(restore.getStatus().conditions).getStatus()).isEqualTo("True");
    assertThat(condition(restore.getStatus().conditions).getMessage())
        .isEqualTo("Restored into proxpanel@db: 68 tables, 3,412,880 rows; all as it was.");
    Task.Restore task = (Task.Restore) FakeCluster.task(cluster.job("undo-restore-1"));
    assertThat(task.confirmOverwrite()).isEqualTo("proxpanel");
    assertThat(task.sources().get(0).local().folder()).isEqualTo("/run/backup/volumes/local/isp");
    assertThat(task.passwordFiles()).containsExactly("/run/backup/secrets/database-password/value");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .endsWith(
                        "Started: Restoring %s into proxpanel@db by the Job \"undo-restore-1\"."
                            .formatted(task.fileName()),
                        ("Restored: Restored %s into proxpanel@db: 68 tables, 3,412,880 rows; all"
                                + " as it was.")
                            .formatted(task.fileName())));
  }

  @Test
  void runsOnceWhateverHappensAfterwards() {
    storedBackup();
    cluster.create(Samples.restore("undo", "nightly"));
    Restore done = awaitRestore("undo", Phase.Succeeded);

    stopOperator();
    cluster.client().resource(cluster.job("undo-restore-1")).delete();
    cluster
        .client()
        .resource(done)
        .edit(
            restore -> {
              restore.getMetadata().setResourceVersion(null);
              restore.setSpec(
                  new RestoreSpec(
                      restore.getSpec().source(),
                      null,
                      "proxpanel",
                      null,
                      new RestoreKeys(List.of()),
                      null));
              return restore;
            });
    startOperator();
    cluster.create(Samples.backup("later"));
    awaitBackup("later", Phase.Succeeded);

    assertThat(cluster.jobs().runs())
        .containsExactly("nightly-backup-1", "undo-restore-1", "later-backup-1");
    assertThat(cluster.restore("undo").getStatus().completionTime)
        .isEqualTo(done.getStatus().completionTime);
  }

  @Test
  void refusesWithoutTheRightConfirmation() {
    storedBackup();
    RestoreSpec spec =
        new RestoreSpec(
            new RestoreSource(new BackupRef("nightly"), null), null, "panel", null, null, null);
    cluster.create(Samples.restore("undo", spec));

    Restore restore = awaitRestore("undo", Phase.Failed);

    assertThat(restore.getStatus().message)
        .isEqualTo(
            "confirmOverwrite is \"panel\" but the target database is \"proxpanel\": nothing was"
                + " touched. To overwrite it, create another Restore with confirmOverwrite:"
                + " proxpanel.");
    assertThat(restore.getStatus().failure.code()).isEqualTo("OverwriteNotConfirmed");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
  }

  @Test
  void waitsForABackupThatDoesNotExistYet() {
    createSurroundings();
    cluster.create(Samples.restore("undo", "nightly"));

    assertThat(awaitRestoreReason("undo", "BackupMissing").getStatus().message)
        .isEqualTo("waiting for Backup \"nightly\": it does not exist");

    cluster.create(Samples.backup("nightly"));
    awaitRestore("undo", Phase.Succeeded);
  }

  @Test
  void waitsForABackupThatIsNotDone() {
    createSurroundings();
    cluster.jobs().agent("nightly-backup-1", new FakeAgent.Works());
    cluster.create(Samples.backup("nightly"));
    cluster.create(Samples.restore("undo", "nightly"));

    assertThat(awaitRestoreReason("undo", "BackupNotReady").getStatus().message)
        .isEqualTo("waiting for Backup \"nightly\": it has not succeeded yet");

    awaitRun("nightly-backup-1");
    cluster.jobs().succeed("nightly-backup-1");
    awaitRestore("undo", Phase.Succeeded);
  }

  @Test
  void failsWhenItsBackupFailed() {
    createSurroundings();
    cluster.jobs().agents(job -> FakeAgent.fails(ErrorCode.PgDumpTooOld, "too old"));
    cluster.create(Samples.backup("nightly"));
    awaitBackup("nightly", Phase.Failed);
    cluster.create(Samples.restore("undo", "nightly"));

    assertThat(awaitRestore("undo", Phase.Failed).getStatus().message)
        .isEqualTo(
            "The Backup \"nightly\" failed and has no file: name another one; nothing was"
                + " touched.");
  }

  @Test
  void triesItsKeysInOrder() {
    createSurroundings();
    cluster.create(Samples.secret("old-db", "password"));
    Database target = Samples.database();
    RestoreSpec spec =
        new RestoreSpec(
            new RestoreSource(
                null,
                new FileSource(
                    "proisp_full_20260512_140530.proisp.bak",
                    new LocalDestination("panel-backups", null))),
            target,
            "proxpanel",
            null,
            new RestoreKeys(List.of(new SecretKeyRef("old-db", "password"))),
            null);
    cluster
        .jobs()
        .agents(
            job ->
                FakeAgent.fails(
                    ErrorCode.WrongKeyOrDamaged,
                    "No key opens a.proisp.bak, or it is damaged: tried the 2 passwords from the"
                        + " file /run/backup/secrets/database-password/value, the file"
                        + " /run/backup/secrets/key-1/value, in both key orders.",
                    "authenticating",
                    null));
    cluster.create(Samples.restore("undo", spec));

    Restore restore = awaitRestore("undo", Phase.Failed);

    Task.Restore task = (Task.Restore) FakeCluster.task(cluster.job("undo-restore-1"));
    assertThat(task.passwordFiles())
        .containsExactly(
            "/run/backup/secrets/database-password/value", "/run/backup/secrets/key-1/value");
    assertThat(task.fileName()).isEqualTo("proisp_full_20260512_140530.proisp.bak");
    assertThat(restore.getStatus().from).isEqualTo("proisp_full_20260512_140530.proisp.bak");
    assertThat(restore.getStatus().message)
        .isEqualTo(
            "No key opens a.proisp.bak, or it is damaged: tried the 2 passwords from the Secret"
                + " \"panel-db\", key \"password\", the Secret \"old-db\", key \"password\", in both"
                + " key orders. A password is given to another Restore, under keys.passwords: this"
                + " one cannot change.");
  }

  @Test
  void refusesAFileNameWithAFolder() {
    createSurroundings();
    RestoreSpec spec =
        new RestoreSpec(
            new RestoreSource(
                null,
                new FileSource("../x.proisp.bak", new LocalDestination("panel-backups", null))),
            Samples.database(),
            "proxpanel",
            null,
            null,
            null);
    cluster.create(Samples.restore("undo", spec));

    assertThat(awaitRestore("undo", Phase.Failed).getStatus().message)
        .isEqualTo(
            "source.file.name is \"../x.proisp.bak\": write the file's name alone, without a"
                + " folder; nothing was started.");
  }

  @Test
  void triesAgainWhatFailedBeforeTheDatabaseWasTouched() {
    storedBackup();
    cluster
        .jobs()
        .agent(
            "undo-restore-1",
            FakeAgent.fails(ErrorCode.DatabaseUnreachable, "No connection.", "probing", null));
    cluster.create(Samples.restore("undo", "nightly"));

    assertThat(awaitRestore("undo", Phase.Succeeded).getStatus().attempts).isEqualTo(2);
  }

  @Test
  void asksTheServerHowALostTransactionEnded() {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", FakeAgent.killed("restoring", "7421"));
    cluster.create(Samples.restore("undo", "nightly"));

    assertThat(awaitRestore("undo", Phase.Succeeded).getStatus().transactionId).isNull();

    Task.Restore second = (Task.Restore) FakeCluster.task(cluster.job("undo-restore-2"));
    assertThat(second.previousTransactionId()).isEqualTo("7421");
  }

  @Test
  void doesNotForgetALostTransactionWhenTheNextAttemptFailsEarly() {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", FakeAgent.killed("restoring", "7421"));
    cluster.jobs().agent("undo-restore-2", FakeAgent.killed("probing", null));
    cluster.create(Samples.restore("undo", "nightly"));

    awaitRestore("undo", Phase.Succeeded);

    Task.Restore third = (Task.Restore) FakeCluster.task(cluster.job("undo-restore-3"));
    assertThat(third.previousTransactionId()).isEqualTo("7421");
  }

  @Test
  void doesNotRunAgainWhenItIsNotKnownWhatTheLastAttemptDid() {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", new FakeAgent.Ends("", 137, "Error"));
    cluster.create(Samples.restore("undo", "nightly"));

    Restore restore = awaitRestore("undo", Phase.Failed);

    assertThat(restore.getStatus().failure.code()).isEqualTo("AgentLost");
    assertThat(restore.getStatus().message)
        .isEqualTo("The agent was killed by signal 9." + UNKNOWN_END);
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "undo-restore-1");
  }

  @Test
  void doesNotRunAgainWhenItsJobIsDeleted() {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", new FakeAgent.Works());
    cluster.create(Samples.restore("undo", "nightly"));
    awaitRun("undo-restore-1");

    cluster.client().resource(cluster.job("undo-restore-1")).delete();

    assertThat(awaitRestore("undo", Phase.Failed).getStatus().message)
        .isEqualTo(
            "The Job \"undo-restore-1\" was deleted before its agent was done." + UNKNOWN_END);
  }

  @Test
  void readsTheResultOfAPodThatIsDeletedInTheSameMoment() {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", new FakeAgent.Works());
    cluster.create(Samples.restore("undo", "nightly"));
    awaitRun("undo-restore-1");
    eventually().until(() -> cluster.jobs().pod("undo-restore-1") != null);

    cluster.jobs().endAndRemove("undo-restore-1", FakeAgent.killed("restoring", "99"));

    awaitRestore("undo", Phase.Succeeded);
    Task.Restore second = (Task.Restore) FakeCluster.task(cluster.job("undo-restore-2"));
    assertThat(second.previousTransactionId()).isEqualTo("99");
  }

  @Test
  void aConflictWithAQuotaIsNoJob() {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));
    awaitBackup("nightly", Phase.Succeeded);
    cluster.refuseJobsWhileAQuotaIsCounted(2);
    cluster.create(Samples.restore("undo", "nightly"));

    awaitRestore("undo", Phase.Succeeded);

    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "undo-restore-1");
  }

  @Test
  void twoRestoresIntoOneDatabaseRunOneAfterTheOther() {
    storedBackup();
    cluster.jobs().agent("a-first-restore-1", new FakeAgent.Works());
    cluster.create(Samples.restore("a-first", "nightly"));
    cluster.create(Samples.restore("b-second", "nightly"));
    awaitRun("a-first-restore-1");

    assertThat(awaitRestoreReason("b-second", "DatabaseInUse").getStatus().message)
        .isEqualTo("waiting for Restore \"a-first\", which works on the same database");
    assertThat(cluster.jobs().runs()).doesNotContain("b-second-restore-1");

    cluster.jobs().succeed("a-first-restore-1");
    awaitRestore("b-second", Phase.Succeeded);
  }

  @Test
  void aBackupWaitsForTheRestoreOfItsDatabase() {
    storedBackup();
    cluster.jobs().agent("undo-restore-1", new FakeAgent.Works());
    cluster.create(Samples.restore("undo", "nightly"));
    awaitRun("undo-restore-1");
    cluster.create(Samples.backup("later"));

    assertThat(awaitBackupReason("later", "DatabaseBeingRestored").getStatus().message)
        .isEqualTo("waiting for Restore \"undo\", which replaces the database \"proxpanel\"");

    cluster.jobs().succeed("undo-restore-1");
    awaitBackup("later", Phase.Succeeded);
  }

  @Test
  void aRestoreWaitsForTheBackupsOfItsDatabase() {
    storedBackup();
    cluster.jobs().agent("later-backup-1", new FakeAgent.Works());
    cluster.create(Samples.backup("later"));
    awaitRun("later-backup-1");
    cluster.create(Samples.restore("undo", "nightly"));

    assertThat(awaitRestoreReason("undo", "DatabaseInUse").getStatus().message)
        .isEqualTo("waiting for Backup \"later\", which works on the same database");

    cluster.create(Samples.backup("even-later"));
    awaitBackupReason("even-later", "DatabaseBeingRestored");
    cluster.jobs().succeed("later-backup-1");
    awaitRestore("undo", Phase.Succeeded);
    awaitBackup("even-later", Phase.Succeeded);
    assertThat(cluster.jobs().runs())
        .containsExactly(
            "nightly-backup-1", "later-backup-1", "undo-restore-1", "even-later-backup-1");
  }

  @Test
  void aRestoreThatLacksASecretKeepsNobodyWaiting() {
    storedBackup();
    RestoreSpec spec =
        new RestoreSpec(
            new RestoreSource(new BackupRef("nightly"), null),
            null,
            "proxpanel",
            null,
            new RestoreKeys(List.of(new SecretKeyRef("not-there", "password"))),
            null);
    cluster.create(Samples.restore("undo", spec));
    assertThat(awaitRestoreReason("undo", "SecretMissing").getStatus().into)
        .isEqualTo("proxpanel@db");

    cluster.create(Samples.backup("later"));
    cluster.create(Samples.restore("other", "nightly"));

    awaitBackup("later", Phase.Succeeded);
    awaitRestore("other", Phase.Succeeded);
    assertThat(cluster.restore("undo").getStatus().phase).isEqualTo(Phase.Pending);
  }

  private Backup storedBackup() {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));
    return awaitBackup("nightly", Phase.Succeeded);
  }
}
