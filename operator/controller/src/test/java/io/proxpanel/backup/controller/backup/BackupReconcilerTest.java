package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackupReconcilerTest extends OperatorTestCase {

  @Test
  void storesTheFileAndSaysSo() {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().fileName).matches("proisp_full_\\d{8}_\\d{6}\\.proisp\\.bak");
    assertThat(backup.getStatus().size).isEqualTo("96 MiB");
    assertThat(backup.getStatus().sizeBytes).isEqualTo(100_663_296L);
    assertThat(backup.getStatus().location)
        .isEqualTo("panel-backups/isp/" + backup.getStatus().fileName);
    assertThat(backup.getStatus().archive.tables()).isEqualTo(68);
    assertThat(backup.getStatus().duration).matches("\\d+s");
    assertThat(backup.getStatus().message).isNull();
    assertThat(backup.getStatus().attempts).isEqualTo(1);
    assertThat(backup.getStatus().observedGeneration).isEqualTo(1);
    assertThat(condition(backup.getStatus().conditions))
        .satisfies(
            condition -> {
              assertThat(condition.getStatus()).isEqualTo("True");
              assertThat(condition.getReason()).isEqualTo("BackupStored");
              assertThat(condition.getMessage())
                  .isEqualTo("Stored and read back at 1 of 1 destinations.");
            });
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
    Task.Backup task = (Task.Backup) FakeCluster.task(cluster.job("nightly-backup-1"));
    assertThat(task.fileName()).isEqualTo(backup.getStatus().fileName);
    assertThat(task.excludeTableData()).containsExactly("radius_logs", "radpostauth", "cpe_tasks");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .containsExactlyInAnyOrder(
                        "Started: Backing up \"proxpanel\" on db by the Job \"nightly-backup-1\".",
                        "Stored: panel-backups/isp/"
                            + backup.getStatus().fileName
                            + ", 96 MiB, read back."));
  }

  @Test
  void saysWhatOfItCannotComeBack() {
    createSurroundings();
    Restorability said =
        new Restorability(
            "proxpanel",
            null,
            List.of(
                new Restorability.Lack(
                    true, "event trigger", List.of("log_ddl"), 1, "only a superuser may make it")),
            1,
            null,
            List.of("radius"),
            1);
    cluster.jobs().agents(job -> FakeAgent.succeeds(job, said));
    cluster.create(Samples.backup("nightly"));

    Condition restorable =
        Conditions.find(
                awaitBackup("nightly", Phase.Succeeded).getStatus().conditions, "Restorable")
            .orElseThrow();

    assertThat(restorable.getStatus()).isEqualTo("False");
    assertThat(restorable.getReason()).isEqualTo("Partly");
    assertThat(restorable.getMessage())
        .isEqualTo(
            "The role \"proxpanel\" does not bring back: event trigger log_ddl (only a superuser may"
                + " make it). Restore with a superuser to have that too. A new server needs these"
                + " roles first: radius.");
    assertThat(restorable.getObservedGeneration()).isEqualTo(1);
  }

  @Test
  void saysNothingOfWhatComesBackWhereNobodyAsked() {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));

    assertThat(awaitBackup("nightly", Phase.Succeeded).getStatus().conditions)
        .extracting(Condition::getType)
        .contains("Succeeded")
        .doesNotContain("Restorable");
  }

  @Test
  void givesTwoBackupsOfOneSecondTwoNames() {
    createSurroundings();
    IntStream.range(0, 6).forEach(i -> cluster.create(Samples.backup("b" + i)));

    List<String> names =
        IntStream.range(0, 6)
            .mapToObj(i -> awaitBackup("b" + i, Phase.Succeeded).getStatus().fileName)
            .toList();

    assertThat(names).doesNotHaveDuplicates();
    assertThat(names).anyMatch(name -> name.matches("proisp_full_.*_2\\.proisp\\.bak"));
  }

  @Test
  void waitsForTheSecretAndGoesOnWhenItAppears() {
    cluster.create(Samples.claim());
    cluster.create(Samples.backup("nightly"));

    Backup waiting = awaitBackupReason("nightly", "SecretMissing");

    assertThat(waiting.getStatus().phase).isEqualTo(Phase.Pending);
    assertThat(waiting.getStatus().message)
        .isEqualTo("waiting for Secret \"panel-db\", key \"password\": the Secret does not exist");
    assertThat(condition(waiting.getStatus().conditions).getStatus()).isEqualTo("Unknown");
    assertThat(cluster.jobs().runs()).isEmpty();

    cluster.create(Samples.secret("panel-db", "wrong-key"));
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.backup("nightly").getStatus().message)
                    .isEqualTo(
                        "waiting for Secret \"panel-db\", key \"password\": it has no such key"));
    cluster.client().secrets().inNamespace(FakeCluster.NAMESPACE).withName("panel-db").delete();
    cluster.create(Samples.secret());

    assertThat(awaitBackup("nightly", Phase.Succeeded).getStatus().message).isNull();
  }

  @Test
  void waitsForTheClaim() {
    cluster.create(Samples.secret());
    cluster.create(Samples.backup("nightly"));

    assertThat(awaitBackupReason("nightly", "ClaimMissing").getStatus().message)
        .isEqualTo("waiting for PersistentVolumeClaim \"panel-backups\": it does not exist");

    cluster.create(Samples.claim());
    awaitBackup("nightly", Phase.Succeeded);
  }

  @Test
  void saysWhyAPodCannotStart() {
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Stuck("ImagePullBackOff", "Back-off pulling image"));
    cluster.create(Samples.backup("nightly"));

    Backup backup = awaitBackupReason("nightly", "PodNotStarting");

    assertThat(backup.getStatus().phase).isEqualTo(Phase.Running);
    assertThat(backup.getStatus().message)
        .isEqualTo(
            "The agent's image \"proxpanel-backup-agent:latest\" cannot be had: Back-off pulling"
                + " image");
  }

  @Test
  void doesNotTakeAJobOfSomebodyElseForItsOwn() {
    createSurroundings();
    Job foreign =
        new JobBuilder()
            .withNewMetadata()
            .withName("nightly-backup-1")
            .endMetadata()
            .withNewSpec()
            .withSuspend(true)
            .endSpec()
            .build();
    cluster.create(foreign);
    cluster.create(Samples.backup("nightly"));

    assertThat(awaitBackupReason("nightly", "JobRefused").getStatus().message)
        .isEqualTo(
            "The Job \"nightly-backup-1\" is there and does not belong to this Backup: waiting"
                + " until it is gone; delete it if it stays.");

    cluster.client().resource(cluster.job("nightly-backup-1")).delete();
    awaitBackup("nightly", Phase.Succeeded);
  }

  @Test
  void refusesAFolderThatLeadsOutOfTheVolume() {
    createSurroundings();
    BackupSpec spec =
        new BackupSpec(
            null,
            null,
            Samples.database(),
            null,
            null,
            null,
            List.of(new Destination("local", new LocalDestination("panel-backups", "../etc"))),
            null,
            null);
    cluster.create(Samples.backup("nightly", spec));

    assertThat(awaitBackup("nightly", Phase.Failed).getStatus().message)
        .isEqualTo(
            "destinations.local.path is \"../etc\": write a folder below the volume's root,"
                + " without a leading / and without ..; nothing was started.");
    assertThat(cluster.jobs().runs()).isEmpty();
  }

  @Test
  void runsNoMoreBackupsAtATimeThanAllowed() {
    stopOperator();
    startOperator("BACKUP_MAX_BACKUP_JOBS", "2");
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Works());
    IntStream.range(0, 4).forEach(i -> cluster.create(Samples.backup("b" + i)));
    eventually().until(() -> cluster.jobs().runs().size() == 2);
    List<String> pending =
        IntStream.range(0, 4)
            .mapToObj(i -> "b" + i)
            .filter(name -> !cluster.jobs().runs().contains(name + "-backup-1"))
            .toList();

    String full =
        "waiting for a place: 2 Backups run already, as many as BACKUP_MAX_BACKUP_JOBS allows; ";
    eventually()
        .untilAsserted(
            () ->
                assertThat(pending)
                    .map(name -> cluster.backup(name).getStatus().message)
                    .containsExactlyInAnyOrder(
                        full + "this one is next", full + "1 waits before this one"));
    assertThat(cluster.jobs().runs()).hasSize(2);

    cluster.jobs().agents(FakeAgent::succeeds);
    List.copyOf(cluster.jobs().runs()).forEach(cluster.jobs()::succeed);
    IntStream.range(0, 4).forEach(i -> awaitBackup("b" + i, Phase.Succeeded));
  }

  @Test
  void runsNoMoreBackupsOfOneDatabaseThanAllowed() {
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Works());
    for (String name : List.of("a", "b")) {
      cluster.create(Samples.backup(name));
      awaitRun(name + "-backup-1");
    }
    cluster.create(Samples.backup("c"));

    assertThat(awaitBackupReason("c", "TooManyBackupsOfDatabase").getStatus().message)
        .isEqualTo(
            "waiting for a place at the database \"proxpanel\": 2 Backups of it run already, as many"
                + " as BACKUP_MAX_BACKUP_JOBS_PER_DATABASE allows; this one is next");
    BackupSpec spec = Samples.backupSpec();
    Database other =
        new Database(
            "other", null, "p", "u", null, spec.database().passwordSecretRef(), null, null, null);
    cluster.create(
        Samples.backup(
            "d",
            new BackupSpec(null, null, other, null, null, null, spec.destinations(), null, null)));
    awaitRun("d-backup-1");
    assertThat(cluster.jobs().runs()).doesNotContain("c-backup-1");

    cluster.jobs().succeed("a-backup-1");

    awaitRun("c-backup-1");
  }

  @Test
  void aStepOfTheQueueIsSaidInStatusAndIsNoEvent() {
    stopOperator();
    startOperator("BACKUP_MAX_BACKUP_JOBS", "1");
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Works());
    cluster.create(Samples.backup("a"));
    awaitRun("a-backup-1");
    for (String name : List.of("b", "c", "d")) {
      cluster.create(Samples.backup(name));
      awaitBackupReason(name, "TooManyBackups");
    }
    awaitMessageThatEnds("d", "; 2 wait before this one");

    cluster.jobs().succeed("a-backup-1");
    awaitRun("b-backup-1");
    awaitMessageThatEnds("d", "; 1 waits before this one");
    cluster.jobs().succeed("b-backup-1");
    awaitRun("c-backup-1");
    awaitMessageThatEnds("d", "; this one is next");
    cluster.jobs().succeed("c-backup-1");
    awaitRun("d-backup-1");

    assertThat(cluster.events())
        .filteredOn(event -> event.startsWith("Waiting: "))
        .allMatch(event -> event.startsWith("Waiting: Waiting for a place: 1 Backup runs already"))
        .hasSize(3);
  }

  private void awaitMessageThatEnds(String name, String end) {
    eventually()
        .untilAsserted(() -> assertThat(cluster.backup(name).getStatus().message).endsWith(end));
  }

  @Test
  void aFreedPlaceIsTakenByOneThatWouldNotLookForLong() {
    stopOperator();
    startOperator(
        "BACKUP_MAX_BACKUP_JOBS", "1", "BACKUP_LOOK_AGAIN", "1h", "BACKUP_LOOK_AGAIN_MAX", "1h");
    createSurroundings();
    cluster.jobs().agents(job -> new FakeAgent.Works());
    cluster.create(Samples.backup("a"));
    awaitRun("a-backup-1");
    for (String name : List.of("b", "c", "d")) {
      cluster.create(Samples.backup(name));
      awaitBackupReason(name, "TooManyBackups");
    }

    cluster.jobs().succeed("a-backup-1");
    awaitRun("b-backup-1");
    // One that ends otherwise gives its place away too, and one that waits its turn.
    cluster.client().resource(cluster.backup("c")).delete();
    awaitGone("c");
    cluster.client().resource(cluster.backup("b")).delete();
    awaitRun("d-backup-1");
  }

  @Test
  void leavesAnEndedBackupAloneWhenTheOperatorStartsAgain() {
    createSurroundings();
    cluster.create(Samples.backup("nightly"));
    Backup before = awaitBackup("nightly", Phase.Succeeded);
    stopOperator();
    cluster.client().resource(cluster.job("nightly-backup-1")).delete();

    startOperator();
    cluster.create(Samples.backup("later"));
    awaitBackup("later", Phase.Succeeded);

    assertThat(cluster.backup("nightly").getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "later-backup-1");
  }
}
