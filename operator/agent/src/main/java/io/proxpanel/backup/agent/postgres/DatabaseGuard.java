package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;

/**
 * Keeps restores of one database apart from each other and from backups, also those of other
 * clusters, by an advisory lock that the server gives up with the session: a restore takes it for
 * itself, backups share it. What an earlier attempt of the same task left on the server is ended
 * first.
 */
public final class DatabaseGuard {
  private static final Duration LEFTOVERS_END_WITHIN = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 100;

  private final PsqlSession session;
  private final DatabaseLogin login;
  private final String applicationName;

  /**
   * A guard.
   *
   * @param session holds the lock as long as it lives
   * @param applicationName of all sessions of this task
   */
  public DatabaseGuard(PsqlSession session, DatabaseLogin login, String applicationName) {
    this.session = session;
    this.login = login;
    this.applicationName = DatabaseLogin.shorten(applicationName);
  }

  /** Ends the sessions of earlier attempts and waits until they are gone. */
  public void endLeftovers() throws AgentException {
    long deadline = System.nanoTime() + LEFTOVERS_END_WITHIN.toNanos();
    try {
      while (!session.rows(terminate(applicationName)).isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw busy("an earlier attempt of this task is still being undone by the server");
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    } catch (InterruptedException e) {
      throw ChildProcess.interrupted(e);
    }
  }

  /**
   * Takes the lock for a restore.
   *
   * @throws AgentException {@code DatabaseBusy} when a backup or another restore has it
   */
  public void lockForRestore() throws AgentException {
    lock("pg_try_advisory_lock");
  }

  /**
   * Takes the lock for a backup.
   *
   * @throws AgentException {@code DatabaseBusy} when a restore has it
   */
  public void lockForBackup() throws AgentException {
    lock("pg_try_advisory_lock_shared");
  }

  /** The statement that ends this task's other sessions, a row for each. */
  static String terminate(String applicationName) {
    return "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        + " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        + " AND usename = session_user AND application_name = "
        + PsqlSession.literal(applicationName);
  }

  private void lock(String function) throws AgentException {
    try {
      if (!session.row("SELECT " + function + "(" + key() + ") AS got").get("got").asBoolean()) {
        throw busy(holder());
      }
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  private String holder() throws SqlException, AgentException {
    List<JsonNode> holders =
        session.rows(
            "SELECT coalesce(a.application_name, '') AS name FROM pg_locks l"
                + " JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory'"
                + " AND l.granted AND l.objsubid = 1"
                + " AND l.database = (SELECT oid FROM pg_database"
                + " WHERE datname = current_database())"
                + " AND ((l.classid::bigint << 32) | l.objid::bigint) = "
                + key()
                + " ORDER BY a.backend_start LIMIT 1");
    String name = holders.isEmpty() ? "" : holders.get(0).get("name").asText();
    return name.startsWith("proxpanel-backup-")
        ? "a backup of it is running (session \"" + name + "\")"
        : "a restore into it is running (session \"" + name + "\")";
  }

  private AgentException busy(String why) {
    return new AgentException(
        ErrorCode.DatabaseBusy,
        "The database \""
            + login.database()
            + "\" at "
            + login.server()
            + " is busy: "
            + why
            + "; try again when it is done.");
  }

  /** A number that nobody else takes by accident. */
  private static long key() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest("proxpanel-backup restore".getBytes(StandardCharsets.US_ASCII));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
