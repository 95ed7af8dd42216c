package io.proxpanel.backup.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.fake.CrashingClient;
import io.proxpanel.backup.controller.fake.FakeAgent;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/**
 * The operator is killed after each of its writes in turn, and another one goes on. The end is the
 * same as without a crash, and every agent ran as often.
 */
class CrashTest {
  /** No scenario writes more often; one that does is a defect of its own. */
  private static final int MOST_WRITES = 60;

  private static final int AT_A_TIME = 8;

  private static Phase phase(Backup backup) {
    return backup == null || backup.getStatus() == null ? null : backup.getStatus().phase;
  }

  private static Phase phase(Restore restore) {
    return restore == null || restore.getStatus() == null ? null : restore.getStatus().phase;
  }

  @Test
  void aBackupIsStoredOnce() {
    afterEveryWrite(
        cluster -> cluster.create(Samples.backup("nightly")),
        cluster -> phase(cluster.backup("nightly")) == Phase.Succeeded,
        cluster -> {
          assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1");
          assertThat(cluster.backup("nightly").getStatus().attempts).isEqualTo(1);
          Task.Backup task = (Task.Backup) FakeCluster.task(cluster.job("nightly-backup-1"));
          assertThat(task.fileName()).isEqualTo(cluster.backup("nightly").getStatus().fileName);
        });
  }

  @Test
  void aBackupIsTriedAgainAsOftenAsAllowed() {
    afterEveryWrite(
        cluster -> {
          cluster
              .jobs()
              .agents(job -> FakeAgent.fails(ErrorCode.DatabaseUnreachable, "No connection."));
          cluster.create(Samples.backup("nightly"));
        },
        cluster -> phase(cluster.backup("nightly")) == Phase.Failed,
        cluster -> {
          assertThat(cluster.jobs().runs())
              .containsExactly("nightly-backup-1", "nightly-backup-2", "nightly-backup-3");
          assertThat(cluster.backup("nightly").getStatus().attempts).isEqualTo(3);
        });
  }

  @Test
  void twoBackupsOfOneSecondNeverShareAName() {
    afterEveryWrite(
        cluster -> {
          cluster.create(Samples.backup("a"));
          cluster.create(Samples.backup("b"));
        },
        cluster ->
            phase(cluster.backup("a")) == Phase.Succeeded
                && phase(cluster.backup("b")) == Phase.Succeeded,
        cluster ->
            assertThat(cluster.backup("a").getStatus().fileName)
                .isNotEqualTo(cluster.backup("b").getStatus().fileName));
  }

  @Test
  void aRestoreRunsOnce() {
    afterEveryWrite(
        cluster -> {
          cluster.create(Samples.backup("nightly"));
          cluster.create(Samples.restore("undo", "nightly"));
        },
        cluster -> phase(cluster.restore("undo")) == Phase.Succeeded,
        cluster -> {
          assertThat(cluster.jobs().runs()).containsExactly("nightly-backup-1", "undo-restore-1");
          assertThat(cluster.restore("undo").getStatus().attempts).isEqualTo(1);
        });
  }

  @Test
  void aRestoreThatWasCutShortAsksHowItEnded() {
    afterEveryWrite(
        cluster -> {
          cluster.jobs().agent("undo-restore-1", FakeAgent.killed("restoring", "7421"));
          cluster.create(Samples.backup("nightly"));
          cluster.create(Samples.restore("undo", "nightly"));
        },
        cluster -> phase(cluster.restore("undo")) == Phase.Succeeded,
        cluster -> {
          assertThat(cluster.jobs().runs())
              .containsExactly("nightly-backup-1", "undo-restore-1", "undo-restore-2");
          Task.Restore second = (Task.Restore) FakeCluster.task(cluster.job("undo-restore-2"));
          assertThat(second.previousTransactionId()).isEqualTo("7421");
        });
  }

  @Test
  void twoRestoresIntoOneDatabaseNeverOverlap() {
    afterEveryWrite(
        cluster -> {
          cluster.create(Samples.backup("nightly"));
          cluster.create(Samples.restore("a", "nightly"));
          cluster.create(Samples.restore("b", "nightly"));
        },
        cluster ->
            phase(cluster.restore("a")) == Phase.Succeeded
                && phase(cluster.restore("b")) == Phase.Succeeded,
        cluster ->
            assertThat(cluster.jobs().runs())
                .containsExactly("nightly-backup-1", "a-restore-1", "b-restore-1"));
  }

  @Test
  void aDueTimeMakesOneBackup() {
    // Due half an hour ago by this clock, and in half an hour again.
    Instant due = Instant.now().plus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MINUTES);
    String cron = due.atZone(ZoneOffset.UTC).getMinute() + " * * * *";
    afterEveryWrite(
        Clock.offset(Clock.systemUTC(), Duration.ofHours(1)),
        cluster -> cluster.create(ScheduleSamples.daily("hourly").cron(cron).zone("UTC").build()),
        cluster ->
            cluster.schedule("hourly").getStatus() != null
                && cluster.schedule("hourly").getStatus().lastSuccessfulTime != null,
        cluster -> {
          assertThat(cluster.jobs().runs()).hasSize(1);
          assertThat(cluster.client().resources(Backup.class).inAnyNamespace().list().getItems())
              .hasSize(1);
          assertThat(cluster.schedule("hourly").getStatus().lastScheduleTime)
              .isEqualTo(due.toString());
          assertThat(cluster.schedule("hourly").getStatus().missed).isNull();
          assertThat(cluster.events()).noneMatch(event -> event.startsWith("RunSkipped"));
        });
  }

  @Test
  void aFileIsDeletedOnce() {
    afterEveryWrite(
        CrashTest::beginToDelete,
        cluster -> cluster.backup("nightly") == null,
        cluster -> assertThat(cluster.jobs().runs()).containsExactly("nightly-delete-1"));
  }

  @Test
  void aFileIsDeletedOnceThoughTheJobDoesNotSayYetThatItIsOver() {
    afterEveryWrite(
        cluster -> {
          cluster
              .jobs()
              .agents(job -> new FakeAgent.EndsUncounted((FakeAgent.Ends) FakeAgent.succeeds(job)));
          beginToDelete(cluster);
        },
        cluster -> cluster.backup("nightly") == null,
        cluster -> assertThat(cluster.jobs().runs()).containsExactly("nightly-delete-1"));
  }

  /** A stored Backup as the operator leaves it, so that the crashes hit the deletion alone. */
  private static void beginToDelete(FakeCluster cluster) {
    Backup backup = cluster.create(Samples.backup("nightly"));
    backup.addFinalizer(OperatorRuntime.FINALIZER);
    cluster.client().resource(backup).update();
    cluster
        .client()
        .resource(backup)
        .editStatus(
            b -> {
              b.getMetadata().setResourceVersion(null);
              b.setStatus(stored());
              return b;
            });
    cluster.client().resource(backup).delete();
  }

  private static BackupStatus stored() {
    BackupStatus status = new BackupStatus();
    status.phase = Phase.Succeeded;
    status.attempts = 1;
    status.fileName = "proisp_full_20261123_020000.proisp.bak";
    return status;
  }

  /** Each number of writes has a cluster of its own, so several go at a time. */
  private static void afterEveryWrite(
      Consumer<FakeCluster> begin, Predicate<FakeCluster> ended, Consumer<FakeCluster> check) {
    afterEveryWrite(Clock.systemUTC(), begin, ended, check);
  }

  private static void afterEveryWrite(
      Clock clock,
      Consumer<FakeCluster> begin,
      Predicate<FakeCluster> ended,
      Consumer<FakeCluster> check) {
    ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      for (int writes = 0; writes < MOST_WRITES; writes += AT_A_TIME) {
        List<CompletableFuture<Boolean>> died =
            IntStream.range(writes, writes + AT_A_TIME)
                .mapToObj(
                    n ->
                        CompletableFuture.supplyAsync(
                            () -> diedAfter(clock, n, begin, ended, check), executor))
                .toList();
        if (!died.stream().map(CompletableFuture::join).reduce(true, Boolean::logicalAnd)) {
          return;
        }
      }
      throw new AssertionError("More than " + MOST_WRITES + " writes.");
    } finally {
      executor.shutdownNow();
    }
  }

  private static boolean diedAfter(
      Clock clock,
      int writes,
      Consumer<FakeCluster> begin,
      Predicate<FakeCluster> ended,
      Consumer<FakeCluster> check) {
    try (FakeCluster cluster = FakeCluster.start()) {
      cluster.create(Samples.secret());
      cluster.create(Samples.claim());
      CrashingClient crash = new CrashingClient(writes);
      begin.accept(cluster);
      try (OperatorRuntime first = start(cluster, crash, clock)) {
        assertThat(first.httpPort()).isPositive();
        patiently().until(() -> crash.isDead() || ended.test(cluster));
      } catch (IllegalStateException e) {
        // One that dies while it starts cannot start: its parts end while others still begin.
        assertThat(crash.isDead()).as("%s", e).isTrue();
      }
      try (OperatorRuntime second = start(cluster, new CrashingClient(Integer.MAX_VALUE), clock)) {
        assertThat(second.httpPort()).isPositive();
        patiently()
            .alias("the end after a crash after " + writes + " writes")
            .until(() -> ended.test(cluster));
        check.accept(cluster);
      }
      return crash.isDead();
    }
  }

  /**
   * A wait that does not end with what goes wrong in threads that are not its own: there an
   * operator dies beside it, and its watches throw.
   */
  private static ConditionFactory patiently() {
    return await()
        .dontCatchUncaughtExceptions()
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(30));
  }

  private static OperatorRuntime start(FakeCluster cluster, CrashingClient client, Clock clock) {
    return OperatorRuntime.start(cluster.client(client), Samples.settings(), clock);
  }
}
