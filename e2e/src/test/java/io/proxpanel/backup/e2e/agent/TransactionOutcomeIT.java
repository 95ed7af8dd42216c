package io.proxpanel.backup.e2e.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.TransactionOutcome;
import io.proxpanel.backup.e2e.isp.IspDatabase;
import io.proxpanel.backup.e2e.postgres.PostgresInstallation;
import io.proxpanel.backup.e2e.postgres.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says of a transaction whose client is gone. */
class TransactionOutcomeIT {
  @ParameterizedTest
  @MethodSource("io.proxpanel.backup.e2e.postgres.PostgresInstallation#servers")
  void everyEndAndNone(PostgresInstallation installation, @TempDir Path temp) throws Exception {
    try (PostgresServer server = PostgresServer.start(installation, RoundTripIT.folder(temp))) {
      IspDatabase database = IspDatabase.create(server, "right");
      AgentJob job = new AgentJob(temp.resolve("job"));
      PostgresClients.Client client = PostgresClients.below(PostgresInstallation.root()).newest();
      try (Cleanup cleanup = new Cleanup();
          DatabaseLogin login = DatabaseLogin.open(job.address(database), job.scratch(), cleanup);
          PsqlSession worker = PsqlSession.open(client, login, "worker", cleanup);
          PsqlSession asking = PsqlSession.open(client, login, "asking", cleanup)) {
        String first = begin(worker);
        // It is the server's newest, and none that began after it has ended.
        assertThat(TransactionOutcome.ask(asking, login, first))
            .isEqualTo(TransactionOutcome.IN_PROGRESS);
        worker.execute("COMMIT;");
        assertThat(TransactionOutcome.ask(asking, login, first))
            .isEqualTo(TransactionOutcome.COMMITTED);

        String second = begin(worker);
        worker.execute("ROLLBACK;");
        assertThat(TransactionOutcome.await(asking, login, second))
            .isEqualTo(TransactionOutcome.ABORTED);

        String unheardOf = String.valueOf(Long.parseLong(second) + 1_000_000);
        assertThat(TransactionOutcome.ask(asking, login, unheardOf))
            .isEqualTo(TransactionOutcome.ABORTED);
        assertThatThrownBy(() -> TransactionOutcome.ask(asking, login, "1; DROP TABLE invoices"))
            .hasMessage("The earlier transaction \"1; DROP TABLE invoices\" is not a number.");
      }
    }
  }

  private static String begin(PsqlSession session) throws Exception {
    session.execute("BEGIN;");
    return session.row("SELECT txid_current()::text AS id").get("id").asText();
  }
}
