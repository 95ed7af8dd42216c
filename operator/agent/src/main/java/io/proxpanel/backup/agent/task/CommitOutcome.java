package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.TransactionOutcome;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a transaction ended whose answer was lost. */
final class CommitOutcome {
  private static final Logger LOG = LoggerFactory.getLogger(CommitOutcome.class);

  private CommitOutcome() {}

  /**
   * The connection was lost while the server was to commit: it knows whether it did.
   *
   * @throws AgentException {@code DatabaseUnreachable} when it did not, or cannot say
   */
  static void require(TaskContext context, String id, DatabaseLogin login, PostgresClients clients)
      throws AgentException {
    String lost = "The connection to the database server " + login.server() + " was lost ";
    TransactionOutcome outcome;
    try (PsqlSession session =
        PsqlSession.open(clients.newest(), login, "proxpanel-outcome", context.cleanup())) {
      outcome = TransactionOutcome.await(session, login, id);
    } catch (AgentException e) {
      throw new AgentException(
          ErrorCode.DatabaseUnreachable,
          lost
              + "before it said whether the restore was committed, and it cannot be asked now: an"
              + " attempt that follows asks how transaction "
              + id
              + " ended before it does anything.",
          e);
    }
    if (outcome != TransactionOutcome.COMMITTED) {
      context.report().stage(TaskResult.RESTORING);
      throw new AgentException(
          ErrorCode.DatabaseUnreachable,
          lost + "before the restore was committed, and the database is as it was.");
    }
    LOG.atInfo().addKeyValue("transaction", id).log("committed, though the answer was lost");
  }
}
