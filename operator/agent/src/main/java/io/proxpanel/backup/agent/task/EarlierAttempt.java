package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.ConnectionErrors;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import io.proxpanel.backup.agent.postgres.TransactionOutcome;
import io.proxpanel.backup.agent.postgres.swap.ServerSide;
import io.proxpanel.backup.agent.postgres.swap.SwapState;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether an attempt that did not live to tell has done the whole task. */
final class EarlierAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierAttempt.class);

  private EarlierAttempt() {}

  /**
   * Asks the server: a replaced database says by whom it was, and a transaction how it ended.
   *
   * @param uid of the Restore
   * @param id of a transaction whose end is not known, or null
   */
  static boolean succeeded(
      TaskContext context, String uid, String id, PsqlSession session, DatabaseLogin login)
      throws AgentException {
    if (id != null) {
      context.report().transaction(id);
    }
    String kept = kept(uid, session, login);
    if (kept != null) {
      LOG.atInfo().addKeyValue("kept", kept).log("an earlier attempt has replaced the database");
      context
          .report()
          .restored(
              new RestoreOutcome(
                  RestoreOptions.Mode.Swap, null, 0, List.of(), List.of(), 0, 0, kept));
      return true;
    }
    if (id == null) {
      return false;
    }
    TransactionOutcome outcome = TransactionOutcome.await(session, login, id);
    LOG.atInfo()
        .addKeyValue("transaction", id)
        .log(
            outcome == TransactionOutcome.COMMITTED
                ? "an earlier attempt had been committed"
                : "an earlier attempt was undone");
    return outcome == TransactionOutcome.COMMITTED;
  }

  /**
   * The connection was lost while the server was to commit: the names say whether it did.
   *
   * @return under which name the other database is kept, or null where it was not replaced or the
   *     server cannot be asked
   */
  static String keptAllTheSame(String uid, ServerSide server, AgentException lost) {
    try (PsqlSession session = server.open()) {
      return kept(uid, session, server.login());
    } catch (AgentException e) {
      lost.addSuppressed(e);
      return null;
    }
  }

  /** Under which name a restore has kept the database that it has replaced, or null. */
  static String kept(String uid, PsqlSession session, DatabaseLogin login) throws AgentException {
    try {
      return SwapState.of(SwapState.observe(session), login.database(), uid).keptName();
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }
}
