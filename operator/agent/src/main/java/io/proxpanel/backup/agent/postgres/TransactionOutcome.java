package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Duration;

/** How a transaction ended whose client did not live to see it. */
public enum TransactionOutcome {
  /** What it did is there. */
  COMMITTED,
  /** It did nothing, or the server that knows it is not this one. */
  ABORTED,
  /** Its end is not known yet. */
  IN_PROGRESS;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 200;

  /**
   * Asks the server.
   *
   * @param id with its epoch
   * @throws AgentException {@code PgRestoreFailed} when the server does not remember it any more
   */
  public static TransactionOutcome ask(PsqlSession session, DatabaseLogin login, String id)
      throws AgentException {
    if (!id.matches("\\d{1,18}")) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "The earlier transaction \"" + id + "\" is not a number.");
    }
    try {
      // An id that is yet to come is of a server that this one has replaced. A snapshot's end does
      // not tell: the newest transactions are beyond it as long as they run.
      JsonNode status =
          session
              .row(
                  "SELECT CASE WHEN "
                      + id
                      + " > txid_current() THEN 'aborted'"
                      + " ELSE txid_status("
                      + id
                      + ") END AS status")
              .get("status");
      return switch (status.asText()) {
        case "committed" -> COMMITTED;
        case "aborted" -> ABORTED;
        case "in progress" -> IN_PROGRESS;
        default ->
            throw new AgentException(
                ErrorCode.PgRestoreFailed,
                "The server does not remember how transaction "
                    + id
                    + " of an earlier attempt ended: look whether the data is there, and create"
                    + " another Restore if it is not.");
      };
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /**
   * Asks until the end is known.
   *
   * @throws AgentException {@code DatabaseBusy} when it goes on
   */
  public static TransactionOutcome await(PsqlSession session, DatabaseLogin login, String id)
      throws AgentException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    TransactionOutcome outcome = ask(session, login, id);
    while (outcome == IN_PROGRESS) {
      if (System.nanoTime() > deadline) {
        throw new AgentException(
            ErrorCode.DatabaseBusy,
            "An earlier attempt, transaction "
                + id
                + ", still runs in \""
                + login.database()
                + "\": try again when it has ended.");
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw ChildProcess.interrupted(e);
      }
      outcome = ask(session, login, id);
    }
    return outcome;
  }
}
