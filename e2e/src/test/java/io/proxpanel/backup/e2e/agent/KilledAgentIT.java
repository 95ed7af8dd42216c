package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The agent dies at every stage, by SIGKILL and by SIGTERM: no half file has a final name, the
 * database is as it was or wholly restored, and the next attempt ends right.
 */
class KilledAgentIT {
  private static final String UID = "uid-1";

  @TempDir static Path serverFolder;
  private static PostgresServer server;
  private static IspDatabase database;
  private static Checksums full;

  @TempDir Path temp;
  private AgentJob job;
  private DatabaseAddress address;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(PostgresInstallation.newest(), serverFolder);
    database = IspDatabase.create(server, "right");
    database.load(1500, 3);
    full = database.checksums();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void prepare() {
    job = new AgentJob(temp.resolve("job"));
    address = job.address(database);
  }

  @ParameterizedTest
  @CsvSource({
    "starting,KILL", "preparing,KILL", "probing,KILL", "dumping,KILL", "verifying,KILL",
    "storing,KILL", "starting,TERM", "preparing,TERM", "probing,TERM", "dumping,TERM",
    "verifying,TERM", "storing,TERM"
  })
  void backupIsWholeOrNotThereAndTheNextAttemptStoresIt(String stage, String signal) {
    AgentJob.Running running = job.start(job.backup(UID, AgentJob.FILE, address));
    killAt(running, stage, signal);

    if (job.files().contains(AgentJob.FILE)) {
      job.verb(
          "verify",
          "--password-file",
          address.passwordFile(),
          job.volume().resolve(AgentJob.FILE).toString());
    }
    if (signal.equals("TERM") && Files.exists(job.resultFile())) {
      assertInterrupted(running);
      assertThat(job.files()).noneMatch(name -> name.startsWith("."));
    }
    TaskResult next = job.run(job.backup(UID, AgentJob.FILE, address));
    assertThat(next.failure()).isNull();
    assertThat(job.files()).containsExactly(AgentJob.FILE, AgentJob.FILE + ".manifest.json");
  }

  @ParameterizedTest
  @CsvSource({
    "starting,KILL", "authenticating,KILL", "probing,KILL", "restoring,KILL", "committing,KILL",
    "starting,TERM", "authenticating,TERM", "probing,TERM", "restoring,TERM", "committing,TERM"
  })
  void databaseIsAsItWasOrRestoredAndTheNextAttemptRestoresItOnce(String stage, String signal) {
    assertThat(job.run(job.backup(UID, AgentJob.FILE, address)).failure()).isNull();
    database.psql("DELETE FROM invoices WHERE id % 3 = 0; DELETE FROM radacct WHERE true");
    Checksums damaged = database.checksums();

    AgentJob.Running running = job.start(job.restore("uid-2", AgentJob.FILE, address, null));
    killAt(running, stage, signal);
    String transaction = Files.exists(job.resultFile()) ? job.result().transactionId() : null;
    if (signal.equals("TERM") && Files.exists(job.resultFile())) {
      assertInterrupted(running);
    }
    awaitNoSessions();
    Checksums after = database.checksums();
    boolean restored = after.differences(full).isEmpty();
    assertThat(restored || after.differences(damaged).isEmpty()).isTrue();

    if (restored) {
      // What was written since must not be lost by a second run of the same Restore.
      database.psql("CREATE TABLE written_since (n int)");
    }
    TaskResult next = job.run(job.restore("uid-2", AgentJob.FILE, address, transaction));
    assertThat(next.failure()).isNull();
    database.psql("DROP TABLE IF EXISTS written_since");
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void committedTransactionIsNotRunAgain() {
    assertThat(job.run(job.backup(UID, AgentJob.FILE, address)).failure()).isNull();
    TaskResult first = job.run(job.restore("uid-2", AgentJob.FILE, address, null));
    assertThat(first.failure()).isNull();
    database.psql("CREATE TABLE written_since (n int); DELETE FROM invoices WHERE id = 1");
    Checksums now = database.checksums();

    TaskResult second =
        job.run(job.restore("uid-2", AgentJob.FILE, address, first.transactionId()));

    assertThat(second.failure()).isNull();
    assertThat(database.checksums().differences(now)).isEmpty();
    database.psql("DROP TABLE written_since");
    assertThat(job.run(job.restore("uid-3", AgentJob.FILE, address, null)).failure()).isNull();
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void sigtermEndsTheSessionOnAServerThatIsBusy() throws Exception {
    assertThat(job.run(job.backup(UID, AgentJob.FILE, address)).failure()).isNull();
    try (LockedTable lock = LockedTable.hold(database, "invoices")) {
      AgentJob.Running running =
          job.start(AgentJob.leavingSessions(job.restore("uid-2", AgentJob.FILE, address, null)));
      lock.awaitWaiter();
      running.process().destroy();
      running.end();
      assertInterrupted(running);
      awaitNoSessions();
      assertThat(lock.held()).isTrue();
    }
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void sessionThatAKilledAgentLeftIsEndedByTheNextAttempt() {
    assertThat(job.run(job.backup(UID, AgentJob.FILE, address)).failure()).isNull();
    try (LockedTable lock = LockedTable.hold(database, "invoices")) {
      AgentJob.Running running =
          job.start(AgentJob.leavingSessions(job.restore("uid-2", AgentJob.FILE, address, null)));
      lock.awaitWaiter();
      // The server does not notice while it waits for the lock.
      List<ProcessHandle> children = running.process().descendants().toList();
      running.process().destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      job.with("BACKUP_LOCK_TIMEOUT_SECONDS", "1");
      TaskResult next =
          job.run(AgentJob.leavingSessions(job.restore("uid-2", AgentJob.FILE, address, null)));
      assertThat(next.failure().code()).isEqualTo(ErrorCode.DatabaseBusy);
      assertThat(next.failure().message()).contains("(application \"test-holder\"");
    }
    assertThat(job.run(job.restore("uid-2", AgentJob.FILE, address, null)).failure()).isNull();
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  private void killAt(AgentJob.Running running, String stage, String signal) {
    if (!stage.equals("starting")) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofMinutes(2))
          .until(() -> reached(running, stage));
    }
    List<ProcessHandle> children = running.process().descendants().toList();
    if (signal.equals("KILL")) {
      // A container is killed whole.
      running.process().destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    } else {
      running.process().destroy();
    }
    assertThat(running.process().onExit()).succeedsWithin(Duration.ofMinutes(1));
  }

  private boolean reached(AgentJob.Running running, String stage) {
    return !running.process().isAlive()
        || (Files.exists(job.resultFile())
            && job.resultFile().toFile().length() > 0
            && stage.equals(job.result().stage()));
  }

  private void assertInterrupted(AgentJob.Running running) {
    TaskResult result = job.result();
    if (result.state() == TaskResult.State.SUCCEEDED) {
      return; // It was done before the signal came.
    }
    assertThat(result.failure().code()).isEqualTo(ErrorCode.Interrupted);
    assertThat(result.failure().message()).startsWith("The agent was told to stop while it was ");
    assertThat(running.process().exitValue()).isEqualTo(ErrorCode.Interrupted.exitCode());
    assertThat(AgentJob.names(job.scratch())).isEmpty();
  }

  private static void awaitNoSessions() {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () ->
                assertThat(
                        server.psql(
                            "postgres",
                            "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name LIKE 'proxpanel-%'"))
                    .isEqualTo("0"));
  }
}
