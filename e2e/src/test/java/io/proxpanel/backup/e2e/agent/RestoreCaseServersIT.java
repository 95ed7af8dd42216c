package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with few locks, and what people set before a restore. */
class RestoreCaseServersIT {
  /** Locks as it is delivered, and so few connections that the tables are too many for sure. */
  private static final List<String> FEW_LOCKS =
      List.of("max_connections=20", "max_locks_per_transaction=64");

  @TempDir Path temp;
  private PostgresServer server;
  private Path folder;

  @BeforeEach
  void start() throws Exception {
    folder = Files.createDirectory(temp.resolve("server"));
    server = PostgresServer.start(PostgresInstallation.servers().get(0), folder, FEW_LOCKS);
    RestoreCase.createRoles(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void moreTablesThanLocksAreRestoredOrRefusedBeforeAnythingBegins() {
    RestoreCase panel = RestoreCase.of(server, "04-lock-table", temp).load("panel", "input");
    panel.backup("panel");
    WholePicture before = panel.picture();

    TaskResult restore = panel.restore("panel");

    // Both are right: a way that needs fewer locks, or the number to set.
    if (restore.failure() != null) {
      assertThat(restore.failure().code()).isEqualTo(ErrorCode.TargetLacksPrerequisites);
      assertThat(restore.failure().message()).contains("max_locks_per_transaction");
      assertThat(restore.transactionId()).isNull();
    }
    assertThat(before.differences(panel.picture())).isEmpty();
  }

  @Test
  void rowsThatTheBackupLeavesOutStay() {
    RestoreCase panel = RestoreCase.of(server, "09-rows-left-out", temp).load("panel", "input");
    panel.ask(
        "panel",
        "INSERT INTO customers (name) VALUES ('a'), ('b');"
            + " CREATE TABLE radpostauth (m text); INSERT INTO radpostauth VALUES ('x')");
    panel.job().excluding("radius_logs", "radpostauth", "cpe_tasks");
    WholePicture before = panel.picture();
    panel.backup("panel");
    panel.ask("panel", "DELETE FROM customers");

    assertThat(panel.restoreAndCompare("panel", before)).isEmpty();

    assertThat(panel.ask("panel", "SELECT count(*) FROM radius_logs")).isEqualTo("1000");
    assertThat(panel.ask("panel", "INSERT INTO radius_logs (m) VALUES ('y') RETURNING id"))
        .isEqualTo("1001");
  }

  @Test
  void aDatabaseThatIsReadOnlyByDefaultIsRestored() {
    RestoreCase panel =
        RestoreCase.of(server, "10-read-only-by-default", temp).load("panel", "input");
    panel.backup("panel");
    panel.ask("panel", "DELETE FROM customers");
    panel.ask(
        server.superuser(),
        "ALTER DATABASE " + panel.database() + " SET default_transaction_read_only = on");

    assertThat(panel.restore("panel").failure()).isNull();

    assertThat(panel.ask("panel", "SELECT count(*) FROM customers")).isEqualTo("2");
  }

  @Test
  void aStandbyIsCalledOne() throws Exception {
    RestoreCase panel =
        RestoreCase.of(server, "10-read-only-by-default", temp).load("panel", "input");
    panel.backup("panel");
    server.stop();
    Files.createFile(folder.resolve("data/standby.signal"));
    server.startAgain();
    assertThat(panel.ask("panel", "SELECT pg_is_in_recovery()")).isEqualTo("t");

    TaskResult refused = panel.restore("panel");

    assertThat(refused.failure()).isNotNull();
    assertThat(refused.failure().code()).isEqualTo(ErrorCode.DatabaseReadOnly);
    assertThat(refused.failure().message()).contains("standby");
    assertThat(panel.ask("panel", "SELECT count(*) FROM customers")).isEqualTo("2");
  }
}
