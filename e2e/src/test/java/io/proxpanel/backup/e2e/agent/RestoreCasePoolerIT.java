package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.DatabaseAddress;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.e2e.postgres.PgBouncer;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pooler between the agent and the server is found out, and left as it was. */
class RestoreCasePoolerIT {
  @TempDir Path temp;
  private PostgresServer server;
  private PgBouncer pooler;
  private RestoreCase panel;

  @BeforeEach
  void start() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("server"));
    server = PostgresServer.start(PostgresInstallation.servers().get(0), folder);
    RestoreCase.createRoles(server);
    pooler = PgBouncer.start(server, folder, Map.of("panel", "right"));
    panel = RestoreCase.of(server, "08-transaction-pooler", temp).load("panel", "input");
  }

  @AfterEach
  void stop() {
    pooler.close();
    server.close();
  }

  @Test
  void aRestoreThroughItIsRefusedAndTheApplicationGoesOn() {
    panel.backup("panel");
    panel.ask("panel", "UPDATE customers SET name = 'newer'");
    WholePicture now = panel.picture();

    TaskResult refused =
        panel.job().run(panel.job().restore("uid-2", AgentJob.FILE, throughThePooler(), null));

    assertThat(refused.failure()).isNotNull();
    assertThat(refused.failure().code()).isEqualTo(ErrorCode.PoolerInBetween);
    assertThat(refused.failure().message()).contains("pool");
    assertThat(refused.transactionId()).isNull();
    assertThat(now.differences(panel.picture())).isEmpty();
    theApplicationGoesOn("newer\nnewer");
    // No lock has stayed on a connection of the pool.
    assertThat(panel.restore("panel").failure()).isNull();
    theApplicationGoesOn("a\nb");
  }

  @Test
  void aBackupThroughItLeavesTheApplicationAlone() {
    TaskResult backup =
        panel.job().run(panel.job().backup("uid-1", "through.proisp.bak", throughThePooler()));

    if (backup.failure() != null) {
      assertThat(backup.failure().code()).isEqualTo(ErrorCode.PoolerInBetween);
    }
    theApplicationGoesOn("a\nb");
    panel.backup("panel");
  }

  private DatabaseAddress throughThePooler() {
    DatabaseAddress own = panel.address("panel");
    return new DatabaseAddress(
        own.host(),
        pooler.port(),
        own.name(),
        own.username(),
        null,
        own.passwordFile(),
        null,
        null);
  }

  /** More often than the pool has connections. */
  private void theApplicationGoesOn(String names) {
    String throughIt = "\\connect - - - " + pooler.port() + "\n";
    for (int i = 0; i < 5; i++) {
      assertThat(panel.ask("panel", throughIt + "SELECT name FROM customers ORDER BY id"))
          .isEqualTo(names);
    }
  }
}
