package io.proxpanel.backup.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.CopyingStatus;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult.State;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies that a Backup's own Job could not make. */
class CopyingTest extends OperatorTestCase {
  private static final Failure UNREACHABLE =
      new Failure(ErrorCode.DestinationUnreachable, "No connection to the server.");

  private final AtomicInteger syncs = new AtomicInteger();

  @BeforeEach
  void withShortPauses() {
    restart("3");
    createSurroundings();
  }

  private void restart(String attempts) {
    stopOperator();
    startOperator(
        "BACKUP_COPY_PAUSE", "20ms",
        "BACKUP_COPY_PAUSE_MAX", "50ms",
        "BACKUP_COPY_ATTEMPTS", attempts);
  }

  @Test
  void aMissingCopyIsMadeFromAGoodOne() {
    failing(1);
    cluster.create(Samples.backup("nightly", spec()));

    Backup backup = awaitCopies("nightly", "2 of 2");

    assertThat(backup.getStatus().phase).isEqualTo(Phase.Succeeded);
    assertThat(everywhere(backup).getStatus()).isEqualTo("True");
    assertThat(backup.getStatus().destinations)
        .extracting(DestinationStatus::state, DestinationStatus::attempts)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Stored", 1),
            org.assertj.core.groups.Tuple.tuple("Stored", 3));
    assertThat(backup.getStatus().copying.attempts()).isEqualTo(2);
    assertThat(backup.getStatus().copying.nextTime()).isNull();
    assertThat(cluster.jobs().runs())
        .containsExactly("nightly-backup-1", "nightly-sync-1", "nightly-sync-2");
    Task.Sync task = (Task.Sync) FakeCluster.task(cluster.job("nightly-sync-2"));
    assertThat(task.sources())
        .extracting(io.proxpanel.backup.contract.Destination::name)
        .containsExactly("local");
    assertThat(task.destinations())
        .extracting(io.proxpanel.backup.contract.Destination::name)
        .containsExactly("second");
    assertThat(task.sha256()).isEqualTo(backup.getStatus().sha256);
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(
                        "CopyStored: The destination \"second\" has the file now: panel-backups/other/"
                            + backup.getStatus().fileName
                            + "."));
  }

  @Test
  void itIsGivenUpAndSaid() {
    failing(100);
    cluster.create(Samples.backup("nightly", spec()));
    awaitBackup("nightly", Phase.Succeeded);

    eventually()
        .untilAsserted(
            () ->
                assertThat(everywhere(cluster.backup("nightly")).getMessage())
                    .isEqualTo(
                        "The file is at 1 of 2 destinations. The destination \"second\" does not"
                            + " have the file: No connection to the server. It is not tried again,"
                            + " after 3 attempts: bring it there by hand, or make another"
                            + " Backup."));
    assertThat(cluster.jobs().runs()).hasSize(4);
    assertThat(cluster.backup("nightly").getStatus().phase).isEqualTo(Phase.Succeeded);
  }

  @Test
  void whatOnlyAPersonCanMendIsNotTried() {
    cluster
        .jobs()
        .agents(
            job ->
                FakeAgent.storesBut(
                    job,
                    State.SUCCEEDED,
                    "second",
                    new Failure(ErrorCode.FileNameTaken, "Somebody else's.")));
    cluster.create(Samples.backup("nightly", spec()));

    Backup backup = awaitBackup("nightly", Phase.Succeeded);
    cluster.create(Samples.backup("another", spec()));
    awaitBackup("another", Phase.Succeeded);

    assertThat(cluster.backup("nightly").getStatus().copying).isNull();
    assertThat(everywhere(backup).getStatus()).isEqualTo("False");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "another-backup-1");
  }

  @Test
  void itGoesOnWithAnotherOperator() {
    cluster.jobs().agents(this::failsOrWorks);
    cluster.create(Samples.backup("nightly", spec()));
    eventually().until(() -> cluster.jobs().runs().contains("nightly-sync-1"));

    cluster.jobs().agents(FakeAgent::succeeds);
    cluster.client().resource(cluster.job("nightly-sync-1")).delete();
    restart("3");

    assertThat(awaitCopies("nightly", "2 of 2").getStatus().copying.attempts()).isEqualTo(1);
  }

  @Test
  void aDestinationThatIsAddedGetsTheFile() {
    cluster.jobs().agents(FakeAgent::succeeds);
    cluster.create(Samples.backup("nightly", Samples.backupSpec()));
    awaitBackup("nightly", Phase.Succeeded);
    assertThat(cluster.backup("nightly").getStatus().copies).isEqualTo("1 of 1");

    add("nightly");

    Backup backup = awaitCopies("nightly", "2 of 2");
    assertThat(everywhere(backup).getMessage()).isEqualTo("The file is at all 2 destinations.");
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "nightly-sync-1");
    Task.Sync task = (Task.Sync) FakeCluster.task(cluster.job("nightly-sync-1"));
    assertThat(task.sources())
        .extracting(io.proxpanel.backup.contract.Destination::name)
        .containsExactly("local");
    eventually()
        .untilAsserted(
            () ->
                assertThat(cluster.events())
                    .contains(
                        "DestinationAdded: The destination \"second\" was added: it gets the file"
                            + " from those that have it."));
  }

  @Test
  void aDestinationThatIsAddedIsTriedAfterAnotherWasGivenUp() {
    failing(3);
    cluster.create(Samples.backup("nightly", spec()));
    awaitBackup("nightly", Phase.Succeeded);
    eventually()
        .until(
            () -> everywhere(cluster.backup("nightly")).getMessage().contains("not tried again"));

    add("nightly", "third");

    Backup backup = awaitCopies("nightly", "3 of 3");
    assertThat(backup.getStatus().copying).isEqualTo(new CopyingStatus(4, null, null, 3));
    assertThat(backup.getStatus().destinations)
        .extracting(DestinationStatus::name, DestinationStatus::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("local", "Stored"),
            org.assertj.core.groups.Tuple.tuple("second", "Stored"),
            org.assertj.core.groups.Tuple.tuple("third", "Stored"));
  }

  @Test
  void nothingIsBroughtToAnAddedDestinationWhereCopiesAreNotMade() {
    restart("0");
    cluster.jobs().agents(FakeAgent::succeeds);
    cluster.create(Samples.backup("nightly", Samples.backupSpec()));
    awaitBackup("nightly", Phase.Succeeded);

    add("nightly");

    eventually()
        .untilAsserted(
            () ->
                assertThat(everywhere(cluster.backup("nightly")).getMessage())
                    .isEqualTo(
                        "The file is at 1 of 2 destinations. The destination \"second\" was added"
                            + " and does not have the file yet. It is not tried: bring it"
                            + " there by hand, or make another Backup."));
    assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
  }

  private void add(String backup) {
    add(backup, "second");
  }

  private void add(String backup, String destination) {
    cluster
        .client()
        .resource(cluster.backup(backup))
        .edit(
            each -> {
              List<Destination> more = new ArrayList<>(each.getSpec().destinations());
              more.add(
                  new Destination(destination, new LocalDestination("panel-backups", destination)));
              each.setSpec(each.getSpec().withDestinations(more));
              return each;
            });
  }

  private FakeAgent failsOrWorks(Job job) {
    return FakeCluster.task(job) instanceof Task.Backup
        ? FakeAgent.storesBut(job, State.SUCCEEDED, "second", UNREACHABLE)
        : new FakeAgent.Works();
  }

  /** The second destination fails the Backup's own Job and that many sync Jobs. */
  private void failing(int jobs) {
    cluster
        .jobs()
        .agents(
            job -> {
              if (FakeCluster.task(job) instanceof Task.Backup) {
                return FakeAgent.storesBut(job, State.SUCCEEDED, "second", UNREACHABLE);
              }
              return syncs.incrementAndGet() <= jobs
                  ? FakeAgent.fails(UNREACHABLE.code(), UNREACHABLE.message())
                  : FakeAgent.succeeds(job);
            });
  }

  private Backup awaitCopies(String name, String copies) {
    awaitBackup(name, Phase.Succeeded);
    eventually().until(() -> copies.equals(cluster.backup(name).getStatus().copies));
    return cluster.backup(name);
  }

  private static BackupSpec spec() {
    return Samples.backupSpec()
        .withDestinations(
            List.of(
                new Destination("local", new LocalDestination("panel-backups", "isp")),
                new Destination("second", new LocalDestination("panel-backups", "other"))));
  }

  private static Condition everywhere(Backup backup) {
    return Conditions.find(backup.getStatus().conditions, Conditions.ALL_COPIES_STORED)
        .orElseThrow();
  }
}
