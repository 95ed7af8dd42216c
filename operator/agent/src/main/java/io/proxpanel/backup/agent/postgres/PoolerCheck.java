package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;

/**
 * Finds out whether a pooler stands before the server that gives each transaction another session.
 * There, what a session sets stays with a connection that an application gets next, and a lock of a
 * session protects nothing. Two sessions tell: while one is in a transaction, the other must have a
 * process of its own on the server, and the same one as before.
 */
final class PoolerCheck {
  private static final String PID = "SELECT pg_catalog.pg_backend_pid() AS pid";

  private PoolerCheck() {}

  /**
   * Opens a session of which is known that it is one.
   *
   * @throws AgentException {@code PoolerInBetween}; then nothing was set anywhere
   */
  static PsqlSession open(
      PostgresClients.Client client, DatabaseLogin login, String applicationName, Cleanup cleanup)
      throws AgentException {
    PsqlSession session = PsqlSession.connect(client, login, applicationName, cleanup);
    try {
      int pid = pid(session);
      try (PsqlSession other = PsqlSession.connect(client, login, applicationName, cleanup)) {
        other.execute("BEGIN;");
        int pidOfOther = pid(other);
        if (pidOfOther == pid || pid(session) != pid) {
          throw inBetween(login);
        }
        other.execute("ROLLBACK;");
      }
    } catch (SqlException e) {
      session.close();
      throw ConnectionErrors.of(e, login);
    } catch (AgentException e) {
      session.close();
      throw e;
    }
    session.settle(login);
    return session;
  }

  private static int pid(PsqlSession session) throws SqlException, AgentException {
    return session.row(PID).get("pid").asInt();
  }

  private static AgentException inBetween(DatabaseLogin login) {
    return new AgentException(
        ErrorCode.PoolerInBetween,
        "At "
            + login.server()
            + " a connection pooler answers that gives each transaction another session of the"
            + " server: what a dump or a restore sets there would reach applications, and its locks"
            + " would protect nothing. Nothing was touched: use the server's own address.");
  }
}
