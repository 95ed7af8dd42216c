package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.List;
import java.util.Locale;

/**
 * What is known of a server before the work begins.
 *
 * @param version as the server says it, without the packager's words ({@code 16.9})
 * @param major its major number
 * @param databaseBytes size of the database on the server's disk
 * @param searchPath of a session of the role in the database, as SQL writes it
 */
public record ServerFacts(String version, int major, long databaseBytes, String searchPath) {
  private static final int VERSIONS_BY_MAJOR = 10_000;

  /** pg_dump locks and reads all of these, also those whose rows are left out. */
  private static final String UNREADABLE_TABLE =
      """
      SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind,
             has_schema_privilege(n.oid, 'USAGE') AS enters
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'S') AND c.relpersistence <> 't'
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                          AND d.deptype = 'e')
        AND (DUMPED)
        AND (NOT has_schema_privilege(n.oid, 'USAGE')
             OR CASE WHEN c.relkind = 'S' THEN NOT has_sequence_privilege(c.oid, 'SELECT')
                     ELSE NOT has_table_privilege(c.oid, 'SELECT') END)
      ORDER BY 1, 2 LIMIT 1
      """;

  private static final String TABLE_WITH_ROW_SECURITY =
      """
      SELECT n.nspname AS schema, c.relname AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND (DUMPED)
        AND c.relrowsecurity AND row_security_active(c.oid)
      ORDER BY 1, 2 LIMIT 1
      """;

  private static final String UNREADABLE_LARGE_OBJECT =
      """
      SELECT m.oid::text AS oid FROM pg_largeobject_metadata m
      WHERE NOT pg_has_role(m.lomowner, 'USAGE')
        AND NOT EXISTS (SELECT FROM aclexplode(m.lomacl) a
                        WHERE a.privilege_type = 'SELECT'
                          AND (a.grantee = 0 OR pg_has_role(a.grantee, 'USAGE')))
      ORDER BY 1 LIMIT 1
      """;

  /** Asks the server. */
  public static ServerFacts ask(PsqlSession session, DatabaseLogin login) throws AgentException {
    try {
      JsonNode row =
          session.row(
              "SELECT current_setting('server_version') AS version,"
                  + " current_setting('server_version_num')::int AS number,"
                  + " pg_database_size(current_database()) AS bytes,"
                  + " (SELECT reset_val FROM pg_settings WHERE name = 'search_path') AS path");
      return new ServerFacts(
          row.get("version").asText().split(" ", 2)[0],
          row.get("number").asInt() / VERSIONS_BY_MAJOR,
          row.get("bytes").asLong(),
          row.get("path").asText());
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /**
   * Finds out before the dump whether the role may read all that is dumped.
   *
   * @param scope what is dumped
   * @throws AgentException {@code DatabasePermissionDenied}, which names the first table
   */
  public static void requireReadable(PsqlSession session, DatabaseLogin login, DumpScope scope)
      throws AgentException {
    try {
      for (JsonNode table : session.rows(within(scope, UNREADABLE_TABLE))) {
        throw denied(login, what(table), grant(table, login));
      }
      for (JsonNode table : session.rows(within(scope, TABLE_WITH_ROW_SECURITY))) {
        throw denied(
            login,
            "all rows of the table " + name(table) + ", which has row-level security",
            "give the role BYPASSRLS, or log in with the owner");
      }
      if (scope.whole()) {
        requireLargeObjects(session, login);
      }
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  private static String within(DumpScope scope, String select) {
    return select.replace("DUMPED", scope.condition());
  }

  private static void requireLargeObjects(PsqlSession session, DatabaseLogin login)
      throws SqlException, AgentException {
    for (JsonNode object : session.rows(UNREADABLE_LARGE_OBJECT)) {
      String oid = object.get("oid").asText();
      throw denied(
          login,
          "the large object " + oid,
          "grant it SELECT ON LARGE OBJECT " + oid + ", or log in with the owner");
    }
  }

  /** Version and size in a log line. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "PostgreSQL %s, %.1f MiB", version, databaseBytes / (1024.0 * 1024.0));
  }

  private static String what(JsonNode table) {
    if (!table.get("enters").asBoolean()) {
      return "the schema " + table.get("schema").asText() + ", which has " + name(table);
    }
    return ("S".equals(table.get("kind").asText()) ? "the sequence " : "the table ") + name(table);
  }

  private static String grant(JsonNode table, DatabaseLogin login) {
    List<String> words =
        table.get("enters").asBoolean()
            ? List.of("SELECT ON ", name(table))
            : List.of("USAGE ON SCHEMA ", table.get("schema").asText());
    return "grant it (GRANT "
        + String.join("", words)
        + " TO "
        + login.username()
        + "), or log in with the owner";
  }

  private static AgentException denied(DatabaseLogin login, String what, String remedy) {
    return new AgentException(
        ErrorCode.DatabasePermissionDenied,
        "The role \""
            + login.username()
            + "\" may not read "
            + what
            + ", in the database \""
            + login.database()
            + "\": "
            + remedy
            + ".");
  }

  private static String name(JsonNode table) {
    return table.get("schema").asText() + "." + table.get("name").asText();
  }
}
