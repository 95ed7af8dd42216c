package io.proxpanel.backup.agent.postgres.swap;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.ConnectionErrors;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a database can be replaced by another one beside it, found out before anything changes.
 *
 * @param reasons why not, a sentence each; empty when it can
 * @param databaseBytes how large it is, and so about how much room a second one needs
 * @param room what is known about the room for it, a sentence
 */
public record SwapRequirements(List<String> reasons, long databaseBytes, String room) {
  private static final long MIB = 1024L * 1024;

  private static final String FACTS =
      """
      SELECT r.rolsuper OR r.rolcreatedb AS creates, pg_has_role(d.datdba, 'USAGE') AS owns,
             pg_get_userbyid(d.datdba) AS owner, d.datistemplate AS template,
             CASE WHEN r.rolsuper OR has_database_privilege(d.oid, 'CONNECT')
                       OR pg_has_role('pg_read_all_stats', 'USAGE')
                  THEN pg_database_size(d.oid) ELSE -1 END AS bytes,
             t.spcname AS tablespace,
             t.spcname = 'pg_default' OR has_tablespace_privilege(t.oid, 'CREATE') AS place
      FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace
           JOIN pg_roles r ON r.rolname = current_user
      WHERE d.datname =\s""";

  /** What is bound to a database by its number, and would stay with the old one. */
  private static final String BOUND =
      """
      SELECT * FROM (
        SELECT 1 AS place, 'slot' AS kind, slot_name::text AS name FROM pg_replication_slots
        WHERE database = NAME
        UNION ALL
        SELECT 2, 'subscription', s.subname::text FROM pg_subscription s
        JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = NAME
        UNION ALL
        SELECT 3, 'prepared', gid FROM pg_prepared_xacts WHERE database = NAME
      ) b ORDER BY place, name LIMIT 20
      """;

  /** Copies the list. */
  public SwapRequirements {
    reasons = List.copyOf(reasons);
  }

  /** Whether it can be done. */
  public boolean met() {
    return reasons.isEmpty();
  }

  /**
   * Asks the server.
   *
   * @param session in another database of it, see {@link ServerSide}
   * @param login of the session, for messages
   * @param database that is to be replaced
   * @param freeBytes room on the server that its operator has given, or null when nobody knows: the
   *     server does not tell how much its disk has
   * @param endSessions whether other sessions are to be ended
   */
  public static SwapRequirements ask(
      PsqlSession session,
      DatabaseLogin login,
      String database,
      Long freeBytes,
      boolean endSessions)
      throws AgentException {
    String name = PsqlSession.literal(database);
    try {
      List<JsonNode> found = session.rows(FACTS + name);
      if (found.isEmpty()) {
        return new SwapRequirements(
            List.of("There is no database " + quoted(database) + " that could be replaced."),
            0,
            "No room is needed.");
      }
      JsonNode facts = found.get(0);
      long bytes = facts.get("bytes").asLong();
      List<String> reasons = new ArrayList<>(ofRights(facts, login, database));
      for (JsonNode bound : session.rows(BOUND.replace("NAME", name))) {
        reasons.add(ofBound(bound, database));
      }
      if (endSessions) {
        List<String> others = EndedSessions.untouchable(session, database);
        if (!others.isEmpty()) {
          reasons.add(
              "The role "
                  + quoted(login.username())
                  + " may not end the sessions of "
                  + String.join(", ", others)
                  + " in "
                  + quoted(database)
                  + ": stop them, or grant it pg_signal_backend (a superuser's sessions only a"
                  + " superuser can end).");
        }
      }
      if (freeBytes != null && bytes > freeBytes) {
        reasons.add(
            quoted(database)
                + " has "
                + mib(bytes)
                + " and the room on the server is given as "
                + mib(freeBytes)
                + ": a second database beside it does not fit.");
      }
      return new SwapRequirements(reasons, Math.max(0, bytes), room(bytes, freeBytes));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  private static List<String> ofRights(JsonNode facts, DatabaseLogin login, String database) {
    List<String> reasons = new ArrayList<>();
    String role = "The role " + quoted(login.username());
    if (!facts.get("creates").asBoolean()) {
      reasons.add(
          role
              + " may not create databases: run ALTER ROLE "
              + Sql.identifier(login.username())
              + " CREATEDB.");
    }
    if (!facts.get("owns").asBoolean()) {
      reasons.add(
          role
              + " may not rename "
              + quoted(database)
              + ", which belongs to "
              + quoted(facts.get("owner").asText())
              + ": log in with its owner.");
    }
    if (facts.get("template").asBoolean()) {
      reasons.add(quoted(database) + " is a template that other databases are made from.");
    }
    if (!facts.get("place").asBoolean()) {
      reasons.add(
          role
              + " may not create anything in the tablespace "
              + quoted(facts.get("tablespace").asText())
              + " of "
              + quoted(database)
              + ": grant it CREATE on the tablespace.");
    }
    if (facts.get("bytes").asLong() < 0) {
      reasons.add(
          role
              + " may not ask how large "
              + quoted(database)
              + " is: grant it CONNECT on the database.");
    }
    return reasons;
  }

  private static String ofBound(JsonNode bound, String database) {
    String name = quoted(bound.get("name").asText());
    return switch (bound.get("kind").asText()) {
      case "slot" ->
          "The replication slot "
              + name
              + " is bound to "
              + quoted(database)
              + " and would stay with the old database: drop it, or restore in place.";
      case "subscription" ->
          "The subscription "
              + name
              + " in "
              + quoted(database)
              + " would stay with the old database: drop it, or restore in place.";
      default ->
          "The prepared transaction "
              + name
              + " in "
              + quoted(database)
              + " keeps it from being renamed: commit it or roll it back.";
    };
  }

  private static String room(long bytes, Long freeBytes) {
    String size = bytes < 0 ? "as much room as the database has" : "about " + mib(bytes);
    return "A second database needs "
        + size
        + (freeBytes == null
            ? "; the server does not tell how much room its disk has."
            : ", and " + mib(freeBytes) + " are given.");
  }

  private static String mib(long bytes) {
    return (bytes + MIB - 1) / MIB + " MiB";
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
