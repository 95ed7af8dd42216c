package io.proxpanel.backup.agent.postgres.swap;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions of some databases, again and again, while another session waits for them to be
 * gone.
 */
final class EndedSessions {
  private static final Logger LOG = LoggerFactory.getLogger(EndedSessions.class);
  private static final long PAUSE_MILLIS = 50;
  private static final Duration GONE_WITHIN = Duration.ofSeconds(3);

  /** Whose sessions the role may end; the server lets nobody else than a superuser end one's. */
  private static final String MAY_END =
      "((SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
          + " OR (NOT coalesce((SELECT r.rolsuper FROM pg_roles r WHERE r.oid = a.usesysid), true)"
          + " AND (pg_has_role(a.usesysid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE'))))";

  /**
   * Autovacuum is ended by the server itself when a database is renamed. Who may not see more of a
   * session sees only database and role of it, and of autovacuum no role.
   */
  private static final String IN_THE_WAY =
      " FROM pg_stat_activity a WHERE a.pid <> pg_backend_pid()"
          + " AND coalesce(a.backend_type <> 'autovacuum worker', a.usesysid IS NOT NULL)"
          + " AND a.datname IN ";

  private final String where;
  private final String others;
  private final Set<Integer> ended = new HashSet<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private Thread thread;

  /**
   * Of these databases.
   *
   * @param applicationName of sessions of the task itself, which are let live
   */
  EndedSessions(List<String> databases, String applicationName) {
    this.where = IN_THE_WAY + list(databases);
    this.others =
        where
            + " AND NOT (a.usename = current_user AND a.application_name = "
            + PsqlSession.literal(applicationName)
            + ")";
  }

  /** Sessions that are in the way and that the role may not end: who, with what. */
  static List<String> untouchable(PsqlSession session, String database)
      throws SqlException, AgentException {
    return inWords(session, IN_THE_WAY + list(List.of(database)) + " AND NOT " + MAY_END);
  }

  /** Sessions that are in the way. */
  static List<String> there(PsqlSession session, List<String> databases)
      throws SqlException, AgentException {
    return inWords(session, IN_THE_WAY + list(databases));
  }

  /** Waits some seconds until nobody is there but the task itself. */
  void awaitOthersGone(PsqlSession session) throws SqlException, AgentException {
    long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
    try {
      while (session.row("SELECT count(*) AS n" + others).get("n").asInt() > 0
          && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(ErrorCode.Interrupted, "The agent was told to stop.", e);
    }
  }

  /** Begins. */
  void begin(PsqlSession session) {
    thread = new Thread(() -> work(session), "ending sessions");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends it, and tells how many sessions were ended. */
  int end() {
    stop.countDown();
    boolean interrupted = false;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended.size();
  }

  private void work(PsqlSession session) {
    try {
      do {
        for (JsonNode row :
            session.rows(
                "SELECT a.pid, pg_terminate_backend(a.pid) AS done" + others + " AND " + MAY_END)) {
          if (row.get("done").asBoolean()) {
            ended.add(row.get("pid").asInt());
          }
        }
      } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SqlException | AgentException e) {
      if (stop.getCount() > 0) {
        LOG.atWarn().log("sessions cannot be ended: {}", e.getMessage());
      }
    }
  }

  private static List<String> inWords(PsqlSession session, String where)
      throws SqlException, AgentException {
    return session
        .rows(
            "SELECT DISTINCT coalesce(a.usename, a.backend_type, '') AS who,"
                + " coalesce(a.application_name, '') AS name"
                + where
                + " ORDER BY 1, 2 LIMIT 5")
        .stream()
        .map(
            row -> {
              String name = row.get("name").asText();
              return '"'
                  + row.get("who").asText()
                  + '"'
                  + (name.isEmpty() ? "" : " (" + name + ")");
            })
        .toList();
  }

  private static String list(List<String> databases) {
    return databases.stream().map(PsqlSession::literal).collect(Collectors.joining(", ", "(", ")"));
  }
}
