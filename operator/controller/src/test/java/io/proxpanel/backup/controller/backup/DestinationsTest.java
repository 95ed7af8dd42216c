package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.FtpDestination;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult.State;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Backup that is stored at more than one place. */
class DestinationsTest extends OperatorTestCase {
  private static final Failure UNREACHABLE =
      new Failure(ErrorCode.DestinationUnreachable, "No connection to ftp.panel:2121.");

  private static final Destination LOCAL =
      new Destination("local", new LocalDestination("panel-backups", "isp"));

  private static final Destination FTP =
      new Destination(
          "ftp",
          null,
          new FtpDestination(
              "ftp.panel",
              2121,
              "/daily",
              null,
              null,
              null,
              "panel",
              null,
              new SecretKeyRef("panel-ftp", "password"),
              null,
              null,
              null,
              null),
          null,
          null,
          null,
          null,
          null);

  @Test
  void saysWhereTheFileIs() {
    createSurroundings();
    cluster.create(Samples.secret("panel-ftp", "password"));
    cluster.create(Samples.backup("nightly", spec()));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    String file = backup.getStatus().fileName;
    assertThat(backup.getStatus().location)
        .isEqualTo("panel-backups/isp/" + file + ", ftp://ftp.panel:2121/daily/" + file);
    assertThat(backup.getStatus().copies).isEqualTo("2 of 2");
    assertThat(backup.getStatus().destinations)
        .extracting(DestinationStatus::name, DestinationStatus::state, DestinationStatus::attempts)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("local", "Stored", 1),
            org.assertj.core.groups.Tuple.tuple("ftp", "Stored", 1));
    assertThat(backup.getStatus().destinations.get(1).location())
        .isEqualTo("ftp://ftp.panel:2121/daily/" + file);
    assertThat(everywhere(backup).getStatus()).isEqualTo("True");
    assertThat(everywhere(backup).getMessage()).isEqualTo("The file is at all 2 destinations.");

    Task.Backup task = (Task.Backup) FakeCluster.task(cluster.job("nightly-backup-1"));
    io.proxpanel.backup.contract.Destination.Ftp ftp = task.destinations().get(1).ftp();
    assertThat(ftp.username()).isEqualTo("panel");
    assertThat(ftp.passwordFile()).isEqualTo("/run/backup/secrets/d-ftp-password/value");
    assertThat(ftp.security())
        .isEqualTo(io.proxpanel.backup.contract.Destination.FtpSecurity.Explicit);
  }

  @Test
  void oneGoodCopyIsASuccessAndTheOtherIsMissed() {
    createSurroundings();
    cluster.create(Samples.secret("panel-ftp", "password"));
    cluster.jobs().agents(job -> FakeAgent.storesBut(job, State.SUCCEEDED, "ftp", UNREACHABLE));
    cluster.create(Samples.backup("nightly", spec()));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().copies).isEqualTo("1 of 2");
    assertThat(backup.getStatus().location)
        .isEqualTo("panel-backups/isp/" + backup.getStatus().fileName);
    assertThat(backup.getStatus().destinations.get(1).failure())
        .isEqualTo(new FailureStatus("DestinationUnreachable", "No connection to ftp.panel:2121."));
    assertThat(everywhere(backup).getStatus()).isEqualTo("False");
    assertThat(everywhere(backup).getReason()).isEqualTo("CopiesMissing");
    assertThat(everywhere(backup).getMessage())
        .startsWith(
            "The file is at 1 of 2 destinations. The destination \"ftp\" does not have the file:"
                + " No connection to ftp.panel:2121.");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(
                        "CopyMissing: The destination \"ftp\" does not have the file: No connection"
                            + " to ftp.panel:2121."));
  }

  @Test
  void aDestinationWhoseSecretIsMissingHoldsUpNothing() {
    createSurroundings();
    cluster.create(Samples.backup("nightly", spec()));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    Task.Backup task = (Task.Backup) FakeCluster.task(cluster.job("nightly-backup-1"));
    assertThat(task.destinations())
        .extracting(io.proxpanel.backup.contract.Destination::name)
        .containsExactly("local");
    assertThat(backup.getStatus().copies).isEqualTo("1 of 2");
    assertThat(backup.getStatus().destinations.get(1).attempts()).isZero();
    assertThat(backup.getStatus().destinations.get(1).failure().message())
        .isEqualTo(
            "The Job did not come to it: a Secret, a ConfigMap or a claim that it names was missing"
                + " when the Job was made, or the Job ended before.");
  }

  @Test
  void aFolderThatIsNamedTwiceIsSaidAndNothingIsStoredThere() {
    createSurroundings();
    Destination first = spec().destinations().get(0);
    Destination second = new Destination("again", first.local());
    cluster.create(Samples.backup("nightly", spec().withDestinations(List.of(first, second))));

    assertThat(awaitBackupReason("nightly", "DestinationsAlike").getStatus().message)
        .isEqualTo(
            "the destinations \"local\" and \"again\" are the same place (the claim"
                + " \"panel-backups\", folder \"isp\"): one copy would count as two, so leave one of"
                + " them out");
    assertThat(cluster.job("nightly-backup-1")).isNull();
  }

  @Test
  void waitsWhenEveryDestinationLacksSomething() {
    cluster.create(Samples.secret());
    cluster.create(Samples.backup("nightly", spec()));

    assertThat(awaitBackupReason("nightly", "ClaimMissing").getStatus().message)
        .isEqualTo("waiting for PersistentVolumeClaim \"panel-backups\": it does not exist");
    cluster.create(Samples.secret("panel-ftp", "password"));
    assertThat(awaitBackup("nightly", Phase.Succeeded).getStatus().copies).isEqualTo("1 of 2");
  }

  @Test
  void anAgentThatIsKilledAfterTheFirstCopyHasNotFailed() {
    createSurroundings();
    cluster.create(Samples.secret("panel-ftp", "password"));
    cluster.jobs().agents(job -> FakeAgent.storesBut(job, State.RUNNING, "ftp", null));
    cluster.create(Samples.backup("nightly", spec()));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);

    assertThat(backup.getStatus().attempts).isEqualTo(1);
    assertThat(backup.getStatus().copies).isEqualTo("1 of 2");
  }

  @Test
  void aRestoreReadsFromWhereTheFileIs() {
    createSurroundings();
    cluster.create(Samples.secret("panel-ftp", "password"));
    cluster.jobs().agents(job -> FakeAgent.storesBut(job, State.SUCCEEDED, "local", UNREACHABLE));
    cluster.create(Samples.backup("nightly", spec()));
    awaitBackup("nightly", Phase.Succeeded);
    cluster.jobs().agents(FakeAgent::succeeds);
    cluster.create(Samples.restore("back", "nightly"));

    awaitRestore("back", Phase.Succeeded);

    Task.Restore task = (Task.Restore) FakeCluster.task(cluster.job("back-restore-1"));
    assertThat(task.sources())
        .extracting(io.proxpanel.backup.contract.Destination::name)
        .containsExactly("ftp");
    assertThat(cluster.restore("back").getStatus().copy).isEqualTo("ftp");
  }

  @Test
  void theFileIsDeletedWhereTheClaimIsStillThere() {
    createSurroundings();
    cluster.create(Samples.secret("panel-ftp", "password"));
    cluster.create(Samples.backup("nightly", spec()));
    awaitBackup("nightly", Phase.Succeeded);
    cluster
        .client()
        .persistentVolumeClaims()
        .inNamespace(FakeCluster.NAMESPACE)
        .withName("panel-backups")
        .delete();
    cluster.client().resource(cluster.backup("nightly")).delete();

    eventually().until(() -> cluster.backup("nightly") == null);

    Task.Delete task = (Task.Delete) FakeCluster.task(cluster.job("nightly-delete-1"));
    assertThat(task.destinations())
        .extracting(io.proxpanel.backup.contract.Destination::name)
        .containsExactly("ftp");
  }

  private static BackupSpec spec() {
    return Samples.backupSpec().withDestinations(List.of(LOCAL, FTP));
  }

  private static Condition everywhere(Backup backup) {
    return Conditions.find(backup.getStatus().conditions, Conditions.ALL_COPIES_STORED)
        .orElseThrow();
  }
}
