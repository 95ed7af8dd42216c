package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.swap.DatabaseTwin;
import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOptions.Mode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that ends while it swaps: the old database is as it was, and the next attempt does it.
 */
class KilledSwapIT {
  private static PostgresServer server;

  @TempDir private Path temp;
  private IspDatabase database;
  private AgentJob job;
  private Task restore;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = PostgresServer.start(RoundTripIT.folder(folder));
    server.createRole("proxpanel", "right");
    server.psql("postgres", "ALTER ROLE proxpanel CREATEDB");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void backUp() {
    for (String left : databases()) {
      server.psql("postgres", "DROP DATABASE \"" + left + "\" WITH (FORCE)");
    }
    server.createDatabase("proxpanel", "proxpanel");
    database = new IspDatabase(server, "proxpanel", "proxpanel", "right");
    database.psql(
        "CREATE TABLE subscribers AS SELECT i AS id FROM generate_series(1, 1000) i;"
            + " CREATE TABLE radius_logs AS SELECT i AS id FROM generate_series(1, 10) i");
    job = new AgentJob(temp).excluding("radius_logs");
    DatabaseAddress address = job.address(database);
    assertThat(job.run(job.backup("uid-1", AgentJob.FILE, address)).failure()).isNull();
    database.psql("DELETE FROM subscribers");
    restore = AgentJob.in(Mode.Swap, job.restore("uid-2", AgentJob.FILE, address, null));
  }

  @Test
  void killedOneLeavesTheOldDatabaseAndTheNextAttemptDropsWhatItHasMade() {
    try (LockedTable logs = LockedTable.hold(database, "radius_logs")) {
      AgentJob.Running running = job.start(restore);
      logs.awaitWaiter();
      List<ProcessHandle> children = running.process().descendants().toList();
      running.process().destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      running.process().onExit().join();
      logs.release();
    }
    assertThat(databases()).containsExactly("proxpanel", "proxpanel_restore_uid-2");
    assertThat(database.psql("SELECT count(*) FROM subscribers")).isEqualTo("0");

    TaskResult restored = job.run(restore);

    assertThat(restored.failure()).isNull();
    assertThat(database.psql("SELECT count(*) FROM subscribers")).isEqualTo("1000");
    assertThat(database.psql("SELECT count(*) FROM radius_logs")).isEqualTo("10");
    assertThat(databases()).containsExactly("proxpanel", restored.restored().keptDatabase());
  }

  @Test
  void stoppedOneDropsWhatItHasMade() {
    try (LockedTable logs = LockedTable.hold(database, "radius_logs")) {
      AgentJob.Running running = job.start(restore);
      logs.awaitWaiter();
      running.process().destroy();
      TaskResult stopped = running.end();
      assertThat(stopped.failure().code()).isEqualTo(ErrorCode.Interrupted);
      assertThat(stopped.failure().message())
          .isEqualTo(
              "The agent was told to stop while it was replacing: what it had begun was undone.");
      logs.release();
    }
    assertThat(databases()).containsExactly("proxpanel");
    assertThat(database.psql("SELECT count(*) FROM subscribers")).isEqualTo("0");
  }

  @Test
  void onlyWhatTheRestoreItselfHasNotFinishedIsDropped() throws Exception {
    try (SwapServer swap = new SwapServer(database, temp.resolve("swap"));
        PsqlSession session = swap.server().open()) {
      DatabaseTwin twin = new DatabaseTwin(session, swap.login(), done -> {});
      twin.createNew(null, "", "copy", "uid");

      twin.dropUnfinished("proxpanel", "uid");
      twin.dropUnfinished("copy", "another");
      twin.dropUnfinished("none", "uid");
      assertThat(databases()).containsExactly("copy", "proxpanel");

      // A finished one has the comment of the archive, and one of somebody else its own.
      server.psql("postgres", "COMMENT ON DATABASE copy IS NULL");
      twin.dropUnfinished("copy", "uid");
      assertThat(databases()).containsExactly("copy", "proxpanel");

      twin.drop("copy");
      twin.createNew(null, "", "copy", "uid");
      twin.dropUnfinished("copy", "uid");
      assertThat(databases()).containsExactly("proxpanel");
    }
  }

  private static List<String> databases() {
    return server
        .psql(
            "postgres",
            "SELECT datname FROM pg_database WHERE datname !~ '^(postgres|template[01])$'"
                + " ORDER BY 1")
        .lines()
        .toList();
  }
}
