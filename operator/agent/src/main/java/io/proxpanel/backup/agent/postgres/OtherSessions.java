package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second session that looks after the one that restores: it ends those of others, again and again
 * as long as the restore lasts, and it sees from outside whether the restore's transaction is still
 * the one that was begun. Nothing of it stays on the server: an agent that is killed keeps nobody
 * out.
 */
final class OtherSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OtherSessions.class);
  private static final long PAUSE_MILLIS = 200;

  /** The application's own are meant, not those of other tasks of ours, which have their lock. */
  private static final String END =
      """
      SELECT a.pid, pg_terminate_backend(a.pid) AS ended
      FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
      WHERE a.datname = current_database() AND a.backend_type = 'client backend'
        AND a.application_name NOT LIKE 'proxpanel-%'
        AND (WHICH)
        AND ((SELECT s.rolsuper FROM pg_roles s WHERE s.rolname = current_user)
             OR (NOT r.rolsuper AND (pg_has_role(r.oid, 'USAGE')
                                     OR pg_has_role('pg_signal_backend', 'USAGE'))))
      """;

  private static final String STATE =
      "SELECT a.backend_xid::text AS xid, a.state,"
          + " extract(epoch FROM clock_timestamp() - a.state_change) AS seconds"
          + " FROM pg_stat_activity a WHERE a.pid = PID";

  private final PsqlSession session;
  private final int pid;
  private final Set<Integer> ended = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins.
   *
   * @param restoring the session that is looked after
   * @param end whether others are ended
   * @param onlyInTheWay whether only those are that hold what the restore waits for
   */
  OtherSessions(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      PsqlSession restoring,
      boolean end,
      boolean onlyInTheWay,
      Cleanup cleanup)
      throws AgentException {
    this.session = PsqlSession.open(client, login, applicationName, cleanup);
    try {
      this.pid = restoring.row("SELECT pg_backend_pid() AS pid").get("pid").asInt();
    } catch (SqlException e) {
      session.close();
      throw ConnectionErrors.of(e, login);
    }
    String which = onlyInTheWay ? "a.pid = ANY (pg_blocking_pids(" + pid + "))" : "true";
    this.thread = new Thread(() -> keepEnding(END.replace("WHICH", which)), "other sessions");
    thread.setDaemon(true);
    if (end) {
      endNow(END.replace("WHICH", which));
      thread.start();
    }
  }

  /** How many sessions were ended. */
  int ended() {
    return ended.size();
  }

  /** How the restoring session stands. */
  synchronized State state() throws SqlException, AgentException {
    List<JsonNode> rows = session.rows(STATE.replace("PID", Integer.toString(pid)));
    if (rows.isEmpty()) {
      return new State("", "", 0);
    }
    JsonNode row = rows.get(0);
    return new State(
        row.get("xid").asText(""), row.get("state").asText(""), row.get("seconds").asDouble());
  }

  /**
   * A session seen from another one.
   *
   * @param transaction id without its epoch, or empty
   * @param words the server's, as {@code idle in transaction}
   * @param seconds for how long
   */
  record State(String transaction, String words, double seconds) {
    /** Whether this is the transaction with that id, which has its epoch. */
    boolean isIn(String id) {
      return !transaction.isEmpty()
          && Long.parseLong(transaction) == (Long.parseLong(id) & 0xffffffffL);
    }

    /** Whether the server waits for the next statement. */
    boolean isIdle() {
      return words.startsWith("idle");
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    session.close();
  }

  private void keepEnding(String statement) {
    try {
      while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        endNow(statement);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void endNow(String statement) {
    try {
      for (JsonNode row : session.rows(statement)) {
        if (row.get("ended").asBoolean()) {
          ended.add(row.get("pid").asInt());
        }
      }
    } catch (SqlException | AgentException e) {
      if (stop.getCount() > 0) {
        stop.countDown();
        LOG.atWarn().log("sessions of others cannot be ended: {}", e.getMessage());
      }
    }
  }
}
