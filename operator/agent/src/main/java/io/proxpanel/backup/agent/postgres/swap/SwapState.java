package io.proxpanel.backup.agent.postgres.swap;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How far a swap has come, as the names and comments of the server's databases tell: an attempt
 * that died leaves nothing else behind. Since the names change in one transaction there is always a
 * database under the name that is asked for.
 *
 * @param next what is to be done
 * @param newName of the database that is or will be filled
 * @param keptName of the one that was replaced, once it was
 * @param reason why the swap cannot go on, else null
 */
public record SwapState(Next next, String newName, String keptName, String reason) {

  /** What is to be done. */
  public enum Next {
    /** Create the new one. */
    CREATE,
    /** Drop what is left of an attempt that died, then look again. */
    DROP_NEW,
    /** Rename: the new one was filled and found right. */
    RENAME,
    /** Nothing. */
    DONE,
    /** Nothing can be done: somebody has changed what the swap relies on. */
    REFUSE
  }

  /**
   * A database, as far as it matters.
   *
   * @param name its own
   * @param marker what its comment says, when it is one of ours
   * @param open whether anybody may connect
   * @param valid false when it was dropped half-way
   */
  public record Seen(String name, Optional<Marker> marker, boolean open, boolean valid) {
    boolean is(Marker.Kind kind, String uid, String of) {
      return marker
          .filter(m -> m.kind() == kind && m.uid().equals(uid) && m.of().equals(of))
          .isPresent();
    }
  }

  /**
   * Asks the server.
   *
   * @param session in any database of it
   */
  public static List<Seen> observe(PsqlSession session) throws SqlException, AgentException {
    return session
        .rows(
            "SELECT d.datname AS name, d.datallowconn AS open, d.datconnlimit <> -2 AS valid,"
                + " coalesce(shobj_description(d.oid, 'pg_database'), '') AS comment"
                + " FROM pg_database d ORDER BY 1")
        .stream()
        .map(
            row ->
                new Seen(
                    row.get("name").asText(),
                    Marker.of(row.get("comment").asText(), row.get("name").asText()),
                    row.get("open").asBoolean(),
                    row.get("valid").asBoolean()))
        .toList();
  }

  /**
   * What restores have left behind that died and were not tried again.
   *
   * @param uid of the restore that looks, and that nobody else runs beside
   * @return names of databases that can be dropped
   */
  public static List<String> leftovers(List<Seen> databases, String database, String uid) {
    return databases.stream()
        .filter(
            seen ->
                seen.marker()
                    .filter(m -> m.kind() != Marker.Kind.KEPT)
                    .filter(m -> m.of().equals(database) && !m.uid().equals(uid))
                    .isPresent())
        .map(Seen::name)
        .filter(name -> !name.equals(database))
        .toList();
  }

  /**
   * Decides.
   *
   * @param databases all of the server
   * @param database that is restored
   * @param uid of the restore
   */
  public static SwapState of(List<Seen> databases, String database, String uid) {
    Predicate<String> exists = name -> find(databases, s -> s.name().equals(name)) != null;
    Seen current = find(databases, s -> s.name().equals(database));
    Seen kept = find(databases, s -> s.is(Marker.Kind.KEPT, uid, database));
    Seen loading = find(databases, s -> s.is(Marker.Kind.LOADING, uid, database));
    Seen ready = find(databases, s -> s.is(Marker.Kind.READY, uid, database));
    String keptName = kept == null ? null : kept.name();
    Seen unmarked = unmarked(databases, database, uid);
    Seen left = loading != null ? loading : unmarked;
    if (current == null) {
      return refuse(
          keptName,
          "There is no database \""
              + database
              + "\" any more: somebody has renamed or dropped it meanwhile"
              + (kept == null
                  ? "; create it, or restore into a new one."
                  : "; the one that was replaced is \"" + kept.name() + "\", rename it back."));
    }
    if (!current.valid()) {
      return refuse(
          keptName,
          "The database \""
              + database
              + "\" was dropped half-way and cannot be used: drop it to its end, and restore into a"
              + " new one.");
    }
    if (left != null) {
      return new SwapState(Next.DROP_NEW, left.name(), keptName, null);
    }
    if (kept != null) {
      return ready == null
          ? new SwapState(Next.DONE, database, keptName, null)
          : new SwapState(Next.DROP_NEW, ready.name(), keptName, null);
    }
    if (ready != null) {
      return new SwapState(ready.valid() ? Next.RENAME : Next.DROP_NEW, ready.name(), null, null);
    }
    return new SwapState(Next.CREATE, SwapNames.restore(database, uid, exists), null, null);
  }

  /**
   * One that was created and does not say yet what it is. Nobody else has closed a database of such
   * a name that says nothing, and nothing can be in it.
   */
  private static Seen unmarked(List<Seen> databases, String database, String uid) {
    String name = SwapNames.restore(database, uid, any -> false);
    return find(
        databases, s -> s.name().equals(name) && s.marker().isEmpty() && (!s.open() || !s.valid()));
  }

  private static SwapState refuse(String keptName, String reason) {
    return new SwapState(Next.REFUSE, null, keptName, reason);
  }

  private static Seen find(List<Seen> databases, Predicate<Seen> wanted) {
    return databases.stream().filter(Objects.requireNonNull(wanted)).findFirst().orElse(null);
  }
}
