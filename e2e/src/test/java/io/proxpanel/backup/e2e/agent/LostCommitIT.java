package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.Checksums;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection dies between COMMIT and its answer: the server is asked what came of it. */
class LostCommitIT {
  private static final String UID = "uid-2";

  @TempDir static Path serverFolder;
  private static PostgresServer server;
  private static IspDatabase database;

  @TempDir Path temp;
  private AgentJob job;
  private DatabaseAddress address;
  private Checksums full;
  private Checksums before;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(serverFolder);
    database = IspDatabase.create(server, "right");
    database.psql("CREATE TABLE invoices (id int PRIMARY KEY)");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void prepare() {
    database.psql("TRUNCATE invoices; INSERT INTO invoices SELECT generate_series(1, 1000)");
    full = database.checksums();
    job = new AgentJob(temp.resolve("job"));
    address = job.address(database);
    assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
    database.psql("DELETE FROM invoices WHERE id % 3 = 0");
    before = database.checksums();
  }

  @Test
  void whatWasCommittedIsASuccess() throws Exception {
    try (CommitProxy proxy = proxy(CommitProxy.Loss.AFTER_THE_SERVER_ANSWERED, false)) {
      TaskResult result = restore(proxy, null);

      assertThat(proxy.sawCommit()).isTrue();
      assertThat(result.failure()).isNull();
      assertThat(result.state()).isEqualTo(TaskResult.State.SUCCEEDED);
    }
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void whatWasNotCommittedIsAFailureAndTheNextAttemptRestores() throws Exception {
    try (CommitProxy proxy = proxy(CommitProxy.Loss.BEFORE_THE_SERVER_GOT_IT, false)) {
      TaskResult result = restore(proxy, null);

      assertThat(proxy.sawCommit()).isTrue();
      assertThat(result.failure().code()).isEqualTo(ErrorCode.DatabaseUnreachable);
      assertThat(result.failure().message())
          .isEqualTo(
              "The connection to the database server 127.0.0.1:"
                  + proxy.port()
                  + " was lost before the restore was committed, and the database is as it was.");
      assertThat(database.checksums().differences(before)).isEmpty();

      assertThat(restore(proxy, result.transactionId()).failure()).isNull();
    }
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void whatIsStillBeingCommittedIsWaitedFor() throws Exception {
    // A standby that is not there: a COMMIT is done and not answered until nobody asks for it.
    set("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    try (CommitProxy proxy = proxy(CommitProxy.Loss.AFTER_THE_SERVER_GOT_IT, false)) {
      AgentJob.Running running = job.start(job.restore(UID, AgentJob.FILE, through(proxy), null));
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  server
                      .psql(
                          "postgres",
                          "SELECT count(*) FROM pg_stat_activity"
                              + " WHERE application_name = 'proxpanel-outcome'"
                              + " AND query LIKE '%txid_status%'")
                      .equals("1"));
      assertThat(running.process().isAlive()).isTrue();
      set("ALTER SYSTEM RESET synchronous_standby_names");

      assertThat(running.end().failure()).isNull();
    } finally {
      set("ALTER SYSTEM RESET synchronous_standby_names");
    }
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void theNextAttemptAsksWhenTheServerCannotBeAsked() throws Exception {
    TaskResult lost;
    try (CommitProxy proxy = proxy(CommitProxy.Loss.AFTER_THE_SERVER_ANSWERED, true)) {
      lost = restore(proxy, null);

      assertThat(lost.failure().code()).isEqualTo(ErrorCode.DatabaseUnreachable);
      assertThat(lost.failure().message())
          .isEqualTo(
              "The connection to the database server 127.0.0.1:"
                  + proxy.port()
                  + " was lost before it said whether the restore was committed, and it cannot be"
                  + " asked now: an attempt that follows asks how transaction "
                  + lost.transactionId()
                  + " ended before it does anything.");
      assertThat(lost.transactionId()).matches("\\d+");
    }
    assertThat(database.checksums().differences(full)).isEmpty();
    database.psql("CREATE TABLE written_since (n int)");

    TaskResult next = job.run(job.restore(UID, AgentJob.FILE, address, lost.transactionId()));

    assertThat(next.failure()).isNull();
    database.psql("DROP TABLE written_since");
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void theNextAttemptRestoresWhenTheServerNeverGotTheCommit() throws Exception {
    TaskResult lost;
    try (CommitProxy proxy = proxy(CommitProxy.Loss.BEFORE_THE_SERVER_GOT_IT, true)) {
      lost = restore(proxy, null);
      assertThat(lost.failure().code()).isEqualTo(ErrorCode.DatabaseUnreachable);
      assertThat(lost.failure().message()).contains("it cannot be asked now");
    }
    assertThat(database.checksums().differences(before)).isEmpty();

    TaskResult next = job.run(job.restore(UID, AgentJob.FILE, address, lost.transactionId()));

    assertThat(next.failure()).isNull();
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void whatWasCommittedStaysASuccessWithoutItsFile() throws Exception {
    TaskResult lost;
    try (CommitProxy proxy = proxy(CommitProxy.Loss.AFTER_THE_SERVER_ANSWERED, true)) {
      lost = restore(proxy, null);
      assertThat(lost.failure()).isNotNull();
    }
    Files.delete(job.volume().resolve(AgentJob.FILE));

    TaskResult next = job.run(job.restore(UID, AgentJob.FILE, address, lost.transactionId()));

    assertThat(next.failure()).isNull();
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  @Test
  void whatWasNotCommittedStillNeedsItsFile() throws Exception {
    TaskResult lost;
    try (CommitProxy proxy = proxy(CommitProxy.Loss.BEFORE_THE_SERVER_GOT_IT, true)) {
      lost = restore(proxy, null);
    }
    Files.delete(job.volume().resolve(AgentJob.FILE));

    TaskResult next = job.run(job.restore(UID, AgentJob.FILE, address, lost.transactionId()));

    assertThat(next.failure().code()).isEqualTo(ErrorCode.FileMissing);
    assertThat(database.checksums().differences(before)).isEmpty();
  }

  @Test
  void anAgentThatIsToldToStopMeanwhileDoesNotSayThatAllWasUndone() throws Exception {
    TaskResult stopped;
    try (CommitProxy proxy = proxy(CommitProxy.Loss.NEVER, false)) {
      AgentJob.Running running = job.start(job.restore(UID, AgentJob.FILE, through(proxy), null));
      await().atMost(Duration.ofMinutes(2)).until(proxy::sawCommit);
      running.process().destroy();
      stopped = running.end();
    }
    assertThat(stopped.failure().code()).isEqualTo(ErrorCode.Interrupted);
    assertThat(stopped.failure().message())
        .isEqualTo(
            "The agent was told to stop while it was committing: the next attempt asks the server"
                + " how transaction "
                + stopped.transactionId()
                + " ended before it does anything.");

    TaskResult next = job.run(job.restore(UID, AgentJob.FILE, address, stopped.transactionId()));

    assertThat(next.failure()).isNull();
    assertThat(database.checksums().differences(full)).isEmpty();
  }

  private TaskResult restore(CommitProxy proxy, String previous) {
    return job.run(job.restore(UID, AgentJob.FILE, through(proxy), previous));
  }

  private DatabaseAddress through(CommitProxy proxy) {
    return new DatabaseAddress(
        server.host(),
        proxy.port(),
        address.name(),
        address.username(),
        null,
        address.passwordFile(),
        "disable",
        null);
  }

  private static CommitProxy proxy(CommitProxy.Loss loss, boolean nobodyAfterwards)
      throws java.io.IOException {
    return new CommitProxy(server, loss, nobodyAfterwards);
  }

  private static void set(String statement) {
    server.psql("postgres", statement);
    server.psql("postgres", "SELECT pg_reload_conf()");
  }
}
