package io.proxpanel.backup.controller.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusDetailsBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileDeletionTest extends OperatorTestCase {

  @Test
  void deletesTheFileBeforeTheResourceGoes() {
    Backup backup = storedBackup();
    cluster.jobs().agent("nightly-delete-1", new FakeAgent.Works());

    delete(backup);
    awaitRun("nightly-delete-1");

    assertThat(backup.getMetadata().getFinalizers()).containsExactly("backup.proxpanel.io/files");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.backup("nightly").getStatus().message)
                    .isEqualTo("The file is being deleted."));
    Task.Delete task = (Task.Delete) FakeCluster.task(cluster.job("nightly-delete-1"));
    assertThat(task.fileName()).isEqualTo(backup.getStatus().fileName);
    assertThat(task.uid()).isEqualTo(backup.getMetadata().getUid());
    assertThat(cluster.job("nightly-delete-1").getMetadata().getOwnerReferences()).isEmpty();

    cluster.jobs().succeed("nightly-delete-1");
    awaitGone("nightly");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(
                        "FilesDeleted: The file %s in the claim \"panel-backups\", folder \"isp\""
                                .formatted(backup.getStatus().fileName)
                            + " was deleted."));
  }

  @Test
  void leavesTheFileWhereThePolicySaysSo() {
    createSurroundings();
    cluster.create(Samples.backup("nightly", Samples.backupSpec(DeletionPolicy.Retain)));
    delete(awaitBackup("nightly", Phase.Succeeded));

    awaitGone("nightly");

    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
  }

  @Test
  void leavesTheFileWhenItsDefinitionIsBeingDeleted() {
    Backup backup = storedBackup();
    cluster
        .server()
        .expect()
        .get()
        .withPath(
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/backups.backup.proxpanel.io")
        .andReturn(
            200,
            """
            {"apiVersion": "meta.k8s.io/v1", "kind": "PartialObjectMetadata",
             "metadata": {"name": "backups.backup.proxpanel.io",
              "deletionTimestamp": "2026-11-23T02:00:00Z"}}
            """)
        .always();

    delete(backup);
    awaitGone("nightly");

    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
    assertThat(cluster.events())
        .contains(
            "FilesLeft: The file %s in the claim \"panel-backups\", folder \"isp\" was left where"
                    .formatted(backup.getStatus().fileName)
                + " it is: the definition backups.backup.proxpanel.io is being deleted, and all its"
                + " resources with it.");
  }

  @Test
  void hasNothingToDeleteWhenNoJobEverStarted() {
    cluster.create(Samples.claim());
    cluster.create(Samples.backup("nightly"));
    delete(awaitBackupReason("nightly", "SecretMissing"));

    awaitGone("nightly");

    assertThat(cluster.jobs().runs()).isEmpty();
  }

  @Test
  void stopsARunningBackupFirst() {
    createSurroundings();
    cluster.jobs().agent("nightly-backup-1", new FakeAgent.Works());
    cluster.create(Samples.backup("nightly"));
    awaitRun("nightly-backup-1");

    delete(awaitBackup("nightly", Phase.Running));

    awaitGone("nightly");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "nightly-delete-1");
    assertThat(cluster.job("nightly-backup-1")).isNull();
  }

  @Test
  void waitsForTheRestoreThatReadsTheFile() {
    Backup backup = storedBackup();
    cluster.jobs().agent("undo-restore-1", new FakeAgent.Works());
    cluster.create(Samples.restore("undo", "nightly"));
    awaitRun("undo-restore-1");

    delete(backup);

    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.backup("nightly").getStatus().message)
                    .isEqualTo("The file is deleted when Restore \"undo\" has ended."));
    assertThat(cluster.jobs().runs()).doesNotContain("nightly-delete-1");

    cluster.jobs().succeed("undo-restore-1");
    awaitGone("nightly");
    awaitRestore("undo", Phase.Succeeded);
  }

  @Test
  void waitsForARestoreThatIsBetweenTwoAttempts() {
    stopOperator();
    startOperator("BACKUP_RETRY_PAUSE", "3s", "BACKUP_RETRY_PAUSE_MAX", "3s");
    Backup backup = storedBackup();
    cluster.jobs().agent("undo-restore-1", FakeAgent.fails(ErrorCode.DatabaseBusy, "It is held."));
    cluster.create(Samples.restore("undo", "nightly"));
    awaitRestoreReason("undo", "DatabaseBusy");

    delete(backup);

    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.backup("nightly").getStatus().message)
                    .isEqualTo("The file is deleted when Restore \"undo\" has ended."));
    awaitRestore("undo", Phase.Succeeded);
    awaitGone("nightly");
    assertThat(cluster.jobs().runs())
        .containsExactly(
            "nightly-backup-1", "undo-restore-1", "undo-restore-2", "nightly-delete-1");
  }

  @Test
  void triesAgainAndSaysWhy() {
    stopOperator();
    startOperator("BACKUP_RETRY_PAUSE", "2s", "BACKUP_RETRY_PAUSE_MAX", "2s");
    Backup backup = storedBackup();
    cluster
        .jobs()
        .agent(
            "nightly-delete-1",
            FakeAgent.fails(
                ErrorCode.VolumeNotWritable,
                "/run/backup/volumes/local/isp cannot be written: permission denied."));

    delete(backup);

    awaitGone("nightly");
    assertThat(cluster.jobs().runs())
        .containsExactly("nightly-backup-1", "nightly-delete-1", "nightly-delete-2");
    assertThat(cluster.events())
        .contains(
            "DeletionFailed: the claim \"panel-backups\"/isp cannot be written: permission"
                + " denied.");
  }

  @Test
  void givesUpAfterSomeAttemptsAndSaysWhatIsLeft() {
    stopOperator();
    startOperator("BACKUP_DELETE_ATTEMPTS", "2");
    Backup backup = storedBackup();
    cluster.jobs().agents(job -> FakeAgent.fails(ErrorCode.VolumeNotWritable, "No permission."));

    delete(backup);

    awaitGone("nightly");
    assertThat(cluster.jobs().runs())
        .containsExactly("nightly-backup-1", "nightly-delete-1", "nightly-delete-2");
    assertThat(cluster.events())
        .contains(
            "FilesLeft: The file %s in the claim \"panel-backups\", folder \"isp\" was left where"
                    .formatted(backup.getStatus().fileName)
                + " it is: 2 attempts to delete it failed. The last one: No permission.");
  }

  @Test
  void saysWhatTheOnlyAttemptCameTo() {
    stopOperator();
    startOperator("BACKUP_DELETE_ATTEMPTS", "1");
    Backup backup = storedBackup();
    cluster.jobs().agents(job -> FakeAgent.fails(ErrorCode.VolumeNotWritable, "No permission."));

    delete(backup);

    awaitGone("nightly");
    assertThat(cluster.events())
        .contains(
            "FilesLeft: The file %s in the claim \"panel-backups\", folder \"isp\" was left where"
                    .formatted(backup.getStatus().fileName)
                + " it is: the attempt to delete it failed: No permission.");
  }

  @Test
  void givesUpAfterSomeTimeEvenWhenNoPodEverStarts() {
    stopOperator();
    startOperator("BACKUP_DELETE_GIVE_UP_AFTER", "3s");
    Backup backup = storedBackup();
    cluster.jobs().agents(job -> new FakeAgent.Stuck("ImagePullBackOff", "Back-off"));

    delete(backup);

    awaitGone("nightly");
    assertThat(cluster.events())
        .anyMatch(
            event ->
                event.startsWith("FilesLeft: ")
                    && event.endsWith(
                        "was left where it is: deleting it did not succeed within 3s. The last"
                            + " that was seen: The agent's image \"proxpanel-backup-agent:latest\""
                            + " cannot be had: Back-off."));
    eventually().until(() -> cluster.job("nightly-delete-1") == null);
  }

  @Test
  void letsGoAtOnceWhenAPersonSaysSo() {
    Backup backup = storedBackup();
    cluster.jobs().agents(job -> new FakeAgent.Works());
    delete(backup);
    awaitRun("nightly-delete-1");

    abandon();

    awaitGone("nightly");
    assertThat(cluster.events())
        .anyMatch(
            event -> event.endsWith("the annotation backup.proxpanel.io/abandon-files says so."));
    eventually().until(() -> cluster.job("nightly-delete-1") == null);
  }

  @Test
  void deletesTheFileOfALaterBackupOfTheSameNameToo() {
    Backup first = storedBackup();
    delete(first);
    awaitGone("nightly");
    cluster.create(Samples.backup("nightly"));
    Backup second = awaitBackup("nightly", Phase.Succeeded);

    delete(second);
    awaitGone("nightly");

    assertThat(cluster.jobs().runs())
        .containsExactly(
            "nightly-backup-1", "nightly-delete-1", "nightly-backup-1", "nightly-delete-1");
    Task.Delete task = (Task.Delete) FakeCluster.task(cluster.job("nightly-delete-1"));
    assertThat(task.uid()).isEqualTo(second.getMetadata().getUid());
    assertThat(task.fileName()).isEqualTo(second.getStatus().fileName);
  }

  @Test
  void goesOnWhenAQuotaWasBeingCounted() {
    Backup backup = storedBackup();
    cluster.refuseJobsWhileAQuotaIsCounted(2);

    delete(backup);

    awaitGone("nightly");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "nightly-delete-1");
  }

  @Test
  void saysOnceThatAQuotaIsUsedUp() {
    Backup backup = storedBackup();
    cluster.refuseJobsByQuota(4);

    delete(backup);

    awaitGone("nightly");
    assertThat(cluster.events())
        .containsOnlyOnce(
            "DeletionFailed: the API server refuses the Job: jobs \"x\" is forbidden: exceeded"
                + " quota: jobs=1");
  }

  @Test
  void saysThatItMayNotLookAtJobsAndGivesUpInTheEnd() {
    stopOperator();
    startOperator("BACKUP_DELETE_GIVE_UP_AFTER", "3s");
    Backup backup = storedBackup();
    cluster.forbidListOfJobs(backup);

    delete(backup);

    String sentence =
        "The operator may not list jobs.batch in the namespace \"isp\": give its role the verb"
            + " \"list\" on jobs.batch.";
    eventually()
        .untilAsserted(
            () -> assertThat(cluster.backup("nightly").getStatus().message).isEqualTo(sentence));
    awaitGone("nightly");
    assertThat(cluster.events())
        .containsOnlyOnce("PermissionMissing: " + sentence)
        .noneMatch(event -> event.startsWith("DeletionFailed: "))
        .anyMatch(
            event ->
                event.startsWith("FilesLeft: ")
                    && event.endsWith(
                        "did not succeed within 3s. The last that was seen: " + sentence));
  }

  @Test
  void letsGoWhenAPersonSaysSoThoughItMayNotLookAtJobs() {
    Backup backup = storedBackup();
    cluster.forbidListOfJobs(backup);
    abandon();

    delete(backup);

    awaitGone("nightly");
  }

  @Test
  void letsGoWhenTheClaimIsGone() {
    Backup backup = storedBackup();
    cluster
        .client()
        .persistentVolumeClaims()
        .inNamespace(FakeCluster.NAMESPACE)
        .withName("panel-backups")
        .delete();

    delete(backup);

    awaitGone("nightly");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
    assertThat(cluster.events())
        .contains(
            "FilesLeft: The file %s in the claim \"panel-backups\", folder \"isp\" was left where"
                    .formatted(backup.getStatus().fileName)
                + " it is: the claim does not exist.");
  }

  @Test
  void letsGoWhenTheNamespaceIsBeingDeleted() {
    Backup backup = storedBackup();
    cluster
        .server()
        .expect()
        .post()
        .withPath("/apis/batch/v1/namespaces/isp/jobs")
        .andReturn(
            403,
            new StatusBuilder()
                .withCode(403)
                .withReason("Forbidden")
                .withMessage(
                    "jobs.batch \"x\" is forbidden: unable to create new content in namespace isp"
                        + " because it is being terminated")
                .withDetails(
                    new StatusDetailsBuilder()
                        .addNewCause("metadata.namespace", "", "NamespaceTerminating")
                        .build())
                .build())
        .always();

    delete(backup);

    awaitGone("nightly");
    assertThat(cluster.events())
        .anyMatch(event -> event.endsWith("its namespace is being deleted."));
  }

  private Backup storedBackup() {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));
    return awaitBackup("nightly", Phase.Succeeded);
  }

  private void delete(Backup backup) {
    cluster.client().resource(backup).delete();
  }

  /** As a person does who lets the Backup go without its file. */
  private void abandon() {
    cluster
        .client()
        .resource(cluster.backup("nightly"))
        .edit(
            b -> {
              b.getMetadata().setResourceVersion(null);
              b.getMetadata().setAnnotations(Map.of("backup.proxpanel.io/abandon-files", "true"));
              return b;
            });
  }
}
