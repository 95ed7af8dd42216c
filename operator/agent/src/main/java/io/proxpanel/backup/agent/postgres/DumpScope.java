package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a dump takes of a database, as the database has it now: a schema, or some tables. A table
 * takes along those that inherit from it, be they partitions or not: without them its rows would
 * not be whole, and it could not be dropped before a restore. pg_dump has {@code
 * --table-and-children} only from 16 on. The sequences that a table owns come by themselves.
 *
 * @param options for pg_dump, none for the whole database
 * @param condition on a row {@code c} of pg_class and its {@code n} of pg_namespace: whether the
 *     dump reads it
 * @param schema the only schema that is dumped, or null
 */
public record DumpScope(List<String> options, String condition, String schema) {
  private static final String ALL = "true";

  /** A set of tables is looked for where pg_dump looks for names without a schema. */
  private static final String TABLES =
      """
      WITH RECURSIVE below (oid) AS (
        SELECT c.oid
        FROM pg_catalog.pg_class c
        WHERE c.relkind OPERATOR(pg_catalog.=) ANY (ARRAY['r', 'p'])
          AND c.relname::pg_catalog.text OPERATOR(pg_catalog.=) ANY (ARRAY[NAMED])
          AND pg_catalog.pg_table_is_visible(c.oid)
        UNION
        SELECT i.inhrelid
        FROM below b JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) b.oid
      )
      SELECT c.oid::pg_catalog.text AS oid, n.nspname AS schema, c.relname AS name
      FROM below b
      JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) b.oid
      JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
      WHERE c.relpersistence OPERATOR(pg_catalog.<>) 't'
      ORDER BY 2, 3
      """;

  private static final String IN_TABLES =
      "(c.oid IN (%1$s) OR EXISTS (SELECT FROM pg_depend o WHERE o.classid = 'pg_class'::regclass"
          + " AND o.objid = c.oid AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i')"
          + " AND o.refobjid IN (%1$s) AND c.relkind = 'S'))";

  /** A name in a dump is in the server's own encoding, unless pg_dump is told another one. */
  private static final String ENCODING = "SELECT pg_catalog.getdatabaseencoding() AS encoding";

  /** Copies the list. */
  public DumpScope {
    options = List.copyOf(options);
  }

  /**
   * Asks the server.
   *
   * @param scope what is wanted; null is the whole database
   * @throws AgentException {@code SchemaMissing} or {@code NothingToDump}
   */
  public static DumpScope ask(PsqlSession session, DatabaseLogin login, Scope scope)
      throws AgentException {
    if (scope == null) {
      return new DumpScope(List.of(), ALL, null);
    }
    try {
      return scope instanceof Scope.Tables tables
          ? ofTables(session, login, tables)
          : ofTenant(session, login, (Scope.Tenant) scope);
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /** Whether nothing is left out. */
  boolean whole() {
    return options.isEmpty();
  }

  private static DumpScope ofTenant(PsqlSession session, DatabaseLogin login, Scope.Tenant tenant)
      throws SqlException, AgentException {
    String schema = tenant.schema();
    String condition = equal("n.nspname", schema);
    if (session.rows("SELECT FROM pg_namespace n WHERE " + condition).isEmpty()) {
      throw new AgentException(
          ErrorCode.SchemaMissing,
          "The database \""
              + login.database()
              + "\" at "
              + login.server()
              + " has no schema \""
              + schema
              + "\": check the name of the tenant \""
              + tenant.tenant()
              + "\", or the database.");
    }
    return new DumpScope(
        options(session, List.of("--schema=" + quoted(schema))), condition, schema);
  }

  private static DumpScope ofTables(PsqlSession session, DatabaseLogin login, Scope.Tables wanted)
      throws SqlException, AgentException {
    List<JsonNode> found = tables(session, wanted.tables());
    if (found.isEmpty()) {
      throw new AgentException(
          ErrorCode.NothingToDump,
          "The database \""
              + login.database()
              + "\" at "
              + login.server()
              + " has none of the tables of a backup of type "
              + wanted.type()
              + " in the search path of the role \""
              + login.username()
              + "\" ("
              + String.join(", ", wanted.tables())
              + "): check the database and the role, or make a full backup.");
    }
    List<String> options = new ArrayList<>();
    List<String> oids = new ArrayList<>();
    for (JsonNode table : found) {
      options.add(
          "--table="
              + quoted(table.get("schema").asText())
              + "."
              + quoted(table.get("name").asText()));
      oids.add(table.get("oid").asText());
    }
    return new DumpScope(
        options(session, options), IN_TABLES.formatted(String.join(", ", oids)), null);
  }

  private static List<JsonNode> tables(PsqlSession session, List<String> names)
      throws SqlException, AgentException {
    if (names.isEmpty()) {
      return List.of();
    }
    String named = names.stream().map(PsqlSession::literal).collect(Collectors.joining(", "));
    session.execute("BEGIN; SET LOCAL search_path TO DEFAULT;");
    List<JsonNode> found = session.rows(TABLES.replace("NAMED", named));
    session.execute("COMMIT;");
    return found;
  }

  /** With what makes sure that pg_dump takes each of them, or fails. */
  private static List<String> options(PsqlSession session, List<String> selected)
      throws SqlException, AgentException {
    List<String> options = new ArrayList<>(selected);
    options.add("--strict-names");
    String encoding = session.row(ENCODING).get("encoding").asText();
    boolean ascii = selected.stream().allMatch(option -> option.chars().allMatch(c -> c < 0x80));
    // A database in SQL_ASCII converts nothing, whatever pg_dump is told.
    if (!ascii && !encoding.equals("UTF8") && !encoding.equals("SQL_ASCII")) {
      options.add("--encoding=UTF8");
    }
    return options;
  }

  /** A condition that a column of type name has exactly this value, whatever its length. */
  static String equal(String column, String value) {
    return column + "::pg_catalog.text OPERATOR(pg_catalog.=) " + PsqlSession.literal(value);
  }

  /** A name as a pattern of pg_dump in which no character has a meaning. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
