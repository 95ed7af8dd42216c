package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which rows a dump leaves out: those of the tables that are named, and of a partitioned table
 * those of all its partitions, where its rows are. A table that has a named one as its parent by
 * {@code INHERITS} keeps its rows, which are its own.
 *
 * <p>pg_dump has {@code --exclude-table-data-and-children} only from 16 on, and takes the latter
 * tables for children too.
 *
 * @param patterns for pg_dump's {@code --exclude-table-data}
 */
public record ExcludedRows(List<String> patterns) {
  /** Each pattern is a query of pg_dump, and an argument has its limit of 128 KiB. */
  private static final int NAMES_BY_PATTERN = 100;

  /**
   * A name is passed to pg_dump in UTF-8, which it takes for the database's own encoding: where
   * that is another one, only ASCII is safe, and the rows of other names stay in the dump.
   */
  private static final String PARTITIONS =
      """
      WITH RECURSIVE below (oid) AS (
        SELECT c.oid
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
        WHERE c.relkind OPERATOR(pg_catalog.=) 'p' AND (NAMED)
        UNION
        SELECT i.inhrelid
        FROM below b JOIN pg_catalog.pg_inherits i ON i.inhparent OPERATOR(pg_catalog.=) b.oid
      )
      SELECT n.nspname AS schema, c.relname AS name
      FROM below b
      JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) b.oid
      JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
      WHERE c.relkind OPERATOR(pg_catalog.<>) 'p'
        AND (pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.=) 'UTF8'
             OR n.nspname OPERATOR(pg_catalog.||) c.relname OPERATOR(pg_catalog.!~) '[^ -~]')
      ORDER BY 1, 2
      """;

  /** Copies the list. */
  public ExcludedRows {
    patterns = List.copyOf(patterns);
  }

  /**
   * Asks the server for the partitions.
   *
   * @param tables {@code name} or {@code schema.name}, with {@code *} for any characters; one that
   *     does not exist is no error
   * @param schema where a name alone is looked for; null is the role's search path, as pg_dump does
   */
  public static ExcludedRows ask(
      PsqlSession session, DatabaseLogin login, List<String> tables, String schema)
      throws AgentException {
    List<String> patterns = new ArrayList<>();
    for (String table : tables) {
      patterns.add(pattern(table, schema));
    }
    if (!tables.isEmpty()) {
      patterns.addAll(ofPartitions(session, login, tables, schema));
    }
    return new ExcludedRows(patterns);
  }

  private static List<String> ofPartitions(
      PsqlSession session, DatabaseLogin login, List<String> tables, String inSchema)
      throws AgentException {
    String named =
        tables.stream()
            .map(table -> condition(table, inSchema))
            .collect(Collectors.joining(" OR "));
    Map<String, List<String>> bySchema = new TreeMap<>();
    try {
      session.execute("BEGIN; SET LOCAL search_path TO DEFAULT;");
      for (JsonNode row : session.rows(PARTITIONS.replace("NAMED", named))) {
        bySchema
            .computeIfAbsent(row.get("schema").asText(), schema -> new ArrayList<>())
            .add(row.get("name").asText());
      }
      session.execute("COMMIT;");
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
    List<String> patterns = new ArrayList<>();
    bySchema.forEach((schema, names) -> patterns.addAll(alternatives(schema, names)));
    return patterns;
  }

  /** Patterns that match tables of a schema by their exact names. */
  static List<String> alternatives(String schema, List<String> names) {
    List<String> patterns = new ArrayList<>();
    for (int i = 0; i < names.size(); i += NAMES_BY_PATTERN) {
      patterns.add(
          names.subList(i, Math.min(names.size(), i + NAMES_BY_PATTERN)).stream()
              .map(DumpScope::quoted)
              .collect(Collectors.joining("|", DumpScope.quoted(schema) + ".", "")));
    }
    return patterns;
  }

  /** A name as a pattern of pg_dump: literal but for the stars. */
  static String pattern(String table, String schema) {
    StringBuilder pattern = new StringBuilder();
    if (schema != null && table.indexOf('.') < 0) {
      pattern.append(DumpScope.quoted(schema)).append('.');
    }
    for (String part : table.split("(?<=[.*])|(?=[.*])")) {
      boolean sign = part.equals(".") || part.equals("*");
      pattern.append(sign ? part : DumpScope.quoted(part));
    }
    return pattern.toString();
  }

  /** The same as a condition on a row of pg_class and its schema's of pg_namespace. */
  static String condition(String table, String inSchema) {
    int dot = table.lastIndexOf('.');
    String name = like("c.relname", table.substring(dot + 1));
    if (dot < 0) {
      return "("
          + name
          + " AND "
          + (inSchema == null
              ? "pg_catalog.pg_table_is_visible(c.oid)"
              : DumpScope.equal("n.nspname", inSchema))
          + ")";
    }
    // In front of the schema a database's name may stand, which pg_dump checks.
    String schema = table.substring(table.lastIndexOf('.', dot - 1) + 1, dot);
    return "(" + name + " AND " + like("n.nspname", schema) + ")";
  }

  private static String like(String column, String text) {
    String pattern =
        text.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%").replace("*", "%");
    return column + " OPERATOR(pg_catalog.~~) " + PsqlSession.literal(pattern);
  }
}
