package io.proxpanel.backup.agent.postgres.swap;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.List;

/**
 * Opens sessions that are in none of the databases that are to be renamed: in {@code postgres},
 * where that is not to be had in {@code template1}.
 *
 * @param client whose psql is used
 * @param login to the database that is restored
 * @param applicationName of all sessions of the task
 * @param cleanup ends them
 */
public record ServerSide(
    PostgresClients.Client client, DatabaseLogin login, String applicationName, Cleanup cleanup) {
  private static final List<String> DATABASES = List.of("postgres", "template1");

  /**
   * Opens a session.
   *
   * @throws AgentException the reason of the first database that could have been
   */
  public PsqlSession open() throws AgentException {
    AgentException first = null;
    for (String database : DATABASES) {
      if (database.equals(login.database())) {
        continue;
      }
      try {
        return PsqlSession.open(client, login.to(database), applicationName, cleanup);
      } catch (AgentException e) {
        if (first != null) {
          first.addSuppressed(e);
          throw first;
        }
        if (e.code() != ErrorCode.DatabaseMissing
            && e.code() != ErrorCode.DatabasePermissionDenied
            && e.code() != ErrorCode.DatabaseLoginRefused) {
          throw e;
        }
        first = e;
      }
    }
    throw first;
  }

  /** A session in one of the databases. */
  PsqlSession openIn(String database) throws AgentException {
    return PsqlSession.open(client, login.to(database), applicationName, cleanup);
  }
}
