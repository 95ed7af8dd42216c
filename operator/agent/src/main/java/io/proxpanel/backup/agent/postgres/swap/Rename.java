package io.proxpanel.backup.agent.postgres.swap;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.ConnectionErrors;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts one database into the place of another, in one transaction: whoever dies in it, both have
 * their old names, and nothing has to be given back.
 *
 * <p>Nobody is refused by a setting. The first rename holds the lock that every new connection to
 * the database needs, and waits some seconds for the sessions that are there to end; meanwhile they
 * are ended from a second session. Who connects in that moment waits, is told that the name has
 * gone, and finds the new database when it tries again.
 */
public final class Rename {
  private static final String IN_USE = "55006";

  private final ServerSide server;
  private final Clock clock;
  private final SwapStep.Listener listener;

  /**
   * Two names that have changed.
   *
   * @param keptName which name the replaced database has now
   * @param sessionsEnded how many sessions were ended for it
   */
  public record Renamed(String keptName, int sessionsEnded) {}

  /**
   * The way to do it.
   *
   * @param uid of the restore
   * @param endSessions whether other sessions are ended
   * @param last ends the task's own
   */
  private record How(String uid, boolean endSessions, Runnable last) {}

  /**
   * A database that was replaced.
   *
   * @param name it has now
   * @param database that it was
   * @param at when it was replaced
   * @param uid of the restore that did
   */
  public record Kept(String name, String database, Instant at, String uid) {}

  /**
   * On a server.
   *
   * @param server opens the sessions
   * @param clock dates the name of what is kept
   * @param listener hears of each step
   */
  public Rename(ServerSide server, Clock clock, SwapStep.Listener listener) {
    this.server = server;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Swaps.
   *
   * @param newName of the database that was filled and found right
   * @param database whose place it takes
   * @param uid of the restore
   * @param endSessions whether other sessions are ended; else they are waited for
   * @param last ends the sessions of the task itself that are in the database, which may keep
   *     others from writing there: as late as can be
   * @throws AgentException {@code DatabaseBusy} when others stay connected; {@code
   *     DatabaseUnreachable}, when {@link SwapState} tells whether it was done
   */
  public Renamed swap(
      String newName, String database, String uid, boolean endSessions, Runnable last)
      throws AgentException {
    try (PsqlSession session = server.open()) {
      DatabaseFacts old = required(session, database);
      DatabaseFacts its = required(session, newName);
      requireMarker(its, Marker.Kind.READY, database);
      return rename(session, its, old, old.comment(), new How(uid, endSessions, last));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, server.login());
    }
  }

  /**
   * Goes back to a database that was replaced: it gets its name again, with the comment that it
   * had, and the one that is there now is kept.
   *
   * @param keptName of a database that was replaced
   * @param database that it was
   */
  public Renamed back(
      String keptName, String database, String uid, boolean endSessions, Runnable last)
      throws AgentException {
    try (PsqlSession session = server.open()) {
      DatabaseFacts now = required(session, database);
      DatabaseFacts kept = required(session, keptName);
      Marker marker = requireMarker(kept, Marker.Kind.KEPT, database);
      return rename(session, kept, now, marker.comment(), new How(uid, endSessions, last));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, server.login());
    }
  }

  /** The databases that were replaced, the newest first. */
  public static List<Kept> kept(PsqlSession session, String database)
      throws SqlException, AgentException {
    return SwapState.observe(session).stream()
        .flatMap(seen -> seen.marker().stream())
        .filter(m -> m.kind() == Marker.Kind.KEPT && m.of().equals(database) && m.at() != null)
        .map(m -> new Kept(m.as(), m.of(), Instant.parse(m.at()), m.uid()))
        .sorted((a, b) -> b.at().compareTo(a.at()))
        .toList();
  }

  /**
   * Drops a database that was replaced, if it is there.
   *
   * @param uid of the restore that replaced it
   * @throws AgentException {@code TaskInvalid} when it is not one of ours or is the only one left
   *     of its kind, {@code DatabaseBusy} when somebody is connected to it
   */
  public void dropKept(String keptName, String uid) throws AgentException {
    try (PsqlSession session = server.open()) {
      Optional<DatabaseFacts> found = DatabaseFacts.read(session, keptName);
      if (found.isEmpty()) {
        return;
      }
      Marker marker = requireMarker(found.get(), Marker.Kind.KEPT, null);
      if (!marker.uid().equals(uid)) {
        throw new AgentException(
            ErrorCode.TaskInvalid,
            quoted(keptName) + " is not dropped: another restore has replaced and kept it.");
      }
      boolean replaced =
          DatabaseFacts.read(session, marker.of())
              .filter(now -> now.valid() && now.marker().map(m -> m.kind()).orElse(null) == null)
              .isPresent();
      if (!replaced) {
        throw new AgentException(
            ErrorCode.TaskInvalid,
            quoted(keptName)
                + " is not dropped: there is no whole database "
                + quoted(marker.of())
                + ", so it may be the only good one.");
      }
      drop(session, keptName);
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, server.login());
    }
  }

  private void drop(PsqlSession session, String keptName) throws SqlException, AgentException {
    try {
      session.execute("DROP DATABASE " + Sql.identifier(keptName) + ";");
    } catch (SqlException e) {
      if (IN_USE.equals(e.state())) {
        throw new AgentException(
            ErrorCode.DatabaseBusy,
            quoted(keptName)
                + " is not dropped: somebody is connected to it; try again when nobody is.",
            e);
      }
      throw e;
    }
  }

  private Renamed rename(
      PsqlSession session, DatabaseFacts next, DatabaseFacts old, String comment, How how)
      throws SqlException, AgentException {
    Set<String> names =
        SwapState.observe(session).stream().map(SwapState.Seen::name).collect(Collectors.toSet());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String keptName = SwapNames.kept(old.name(), now, names::contains);
    // A restore on top of one that was interrupted by hand must not bury a marker in a marker.
    String oldComment = old.marker().map(Marker::comment).orElse(old.comment());
    Marker marker =
        new Marker(Marker.Kind.KEPT, how.uid(), old.name(), keptName, now.toString(), oldComment);
    EndedSessions ended =
        new EndedSessions(List.of(old.name(), next.name()), server.applicationName());
    try (PsqlSession second = how.endSessions() ? server.open() : null) {
      if (second != null) {
        ended.begin(second);
        ended.awaitOthersGone(session);
      }
      how.last().run();
      int count;
      try {
        transaction(session, next, old, comment, marker);
      } catch (SqlException e) {
        throw refused(e, old.name(), next.name());
      } finally {
        count = ended.end();
      }
      listener.done(SwapStep.SWAPPED);
      return new Renamed(keptName, count);
    }
  }

  private void transaction(
      PsqlSession session, DatabaseFacts next, DatabaseFacts old, String comment, Marker marker)
      throws SqlException, AgentException {
    String keptName = Sql.identifier(marker.as());
    String name = Sql.identifier(old.name());
    session.execute("SET lock_timeout = '10s'; BEGIN;");
    session.execute("ALTER DATABASE " + name + " RENAME TO " + keptName + ";");
    listener.done(SwapStep.OLD_RENAMED);
    session.execute("ALTER DATABASE " + Sql.identifier(next.name()) + " RENAME TO " + name + ";");
    listener.done(SwapStep.NEW_RENAMED);
    session.execute(
        "COMMENT ON DATABASE " + keptName + " IS " + PsqlSession.literal(marker.text()) + ";");
    session.execute("COMMENT ON DATABASE " + name + " IS " + Sql.literalOrNull(comment) + ";");
    if (!old.allowConnections()) {
      session.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false;");
    }
    listener.done(SwapStep.BEFORE_COMMIT);
    listener.committing(
        session.row("SELECT pg_catalog.txid_current()::text AS id").get("id").asText());
    session.execute("COMMIT;");
  }

  private AgentException refused(SqlException e, String database, String newName)
      throws AgentException {
    if (e.connectionLost()) {
      return new AgentException(
          ErrorCode.DatabaseUnreachable,
          "The connection to the database server "
              + server.login().server()
              + " was lost while "
              + quoted(database)
              + " was replaced: the next attempt sees by the names whether it was.",
          e);
    }
    if (!IN_USE.equals(e.state()) && !"55P03".equals(e.state())) {
      return ConnectionErrors.of(e, server.login());
    }
    return new AgentException(
        ErrorCode.DatabaseBusy,
        quoted(database)
            + " cannot be replaced while others are connected to it"
            + whoIsThere(database, newName)
            + ": both databases have their names as before; stop what uses it and try again.",
        e);
  }

  private String whoIsThere(String database, String newName) throws AgentException {
    try (PsqlSession session = server.open()) {
      List<String> there = EndedSessions.there(session, List.of(database, newName));
      return there.isEmpty() ? "" : ", " + String.join(", ", there);
    } catch (SqlException e) {
      return "";
    }
  }

  private DatabaseFacts required(PsqlSession session, String database)
      throws SqlException, AgentException {
    return DatabaseFacts.read(session, database)
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.DatabaseMissing,
                    "The server "
                        + server.login().server()
                        + " has no database "
                        + quoted(database)
                        + ": somebody has renamed or dropped it."));
  }

  private static Marker requireMarker(DatabaseFacts database, Marker.Kind kind, String of)
      throws AgentException {
    Marker marker = database.marker().orElse(null);
    if (marker == null || marker.kind() != kind || (of != null && !of.equals(marker.of()))) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          quoted(database.name())
              + (kind == Marker.Kind.KEPT
                  ? " is not a database that a restore"
                      + (of == null ? "" : " of " + quoted(of))
                      + " has replaced and kept: its comment does not say so."
                  : " is not a database that a restore has filled to its end: its comment does not"
                      + " say so."));
    }
    return marker;
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
