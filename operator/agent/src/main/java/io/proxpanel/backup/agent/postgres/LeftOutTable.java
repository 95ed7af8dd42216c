package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.agent.archive.ArchiveContents.Item;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table of which a backup has the definition alone: the rows that were left out of it on purpose
 * stay in the target. Of a partitioned table whose partitions all have no rows in the backup, those
 * of partitions made since are among them.
 *
 * @param table quoted, with its schema
 * @param name for people
 * @param partitioned whether its rows are in other tables
 * @param columns name to type, of those that are not generated
 * @param sequences last values of its sequences, by their quoted names
 */
record LeftOutTable(
    String table,
    String name,
    boolean partitioned,
    Map<String, String> columns,
    Map<String, Long> sequences) {

  /** What is told of rows that cannot be put back. */
  static final String NOT_PUT_BACK = "rows left out of the backup";

  /** A table that is no partition, or the top of one that is. */
  private static final String FOUND =
      """
      SELECT DISTINCT rn.nspname AS schema, r.relname AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_class r ON r.oid = coalesce(pg_partition_root(c.oid), c.oid)
      JOIN pg_namespace rn ON rn.oid = r.relnamespace
      WHERE c.relkind = 'r' AND (n.nspname::text, c.relname::text) IN (NAMES)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                        AND d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 1, 2
      """;

  private static final String PARTITIONS =
      "SELECT n.nspname || '.' || c.relname AS name FROM pg_partition_tree(TABLE::regclass) t"
          + " JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE t.isleaf AND c.relkind = 'r'";

  private static final String COLUMNS =
      """
      SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
             a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS required
      FROM pg_attribute a
      WHERE a.attrelid = TABLE::regclass AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = ''
      ORDER BY a.attnum
      """;

  private static final String SEQUENCES =
      """
      SELECT s.oid::regclass::text AS name
      FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
        AND d.refobjid = TABLE::regclass AND d.deptype IN ('a', 'i')
      """;

  private static final String TRIGGERS =
      "SELECT t.tgname AS name, t.tgenabled AS state FROM pg_trigger t"
          + " WHERE t.tgrelid = TABLE::regclass AND NOT t.tgisinternal AND t.tgenabled <> 'D'";

  /** Copies the maps. */
  LeftOutTable {
    columns = new LinkedHashMap<>(columns);
    sequences = new LinkedHashMap<>(sequences);
  }

  /**
   * How rows go into the restored table.
   *
   * @param reason why they cannot, or null
   * @param columns of both tables, with their types
   */
  record Fit(String reason, Map<String, String> columns) {
    /** Names of the columns, for a statement. */
    String names() {
      return columns.keySet().stream().map(DumpScope::quoted).collect(Collectors.joining(", "));
    }
  }

  /**
   * Statements around an INSERT or COPY.
   *
   * @param disable before it
   * @param enable after it; as it was
   */
  record Triggers(List<String> disable, List<String> enable) {}

  /** Those that are in the database and have something to keep. */
  static List<LeftOutTable> find(PsqlSession session, ArchiveContents contents)
      throws SqlException, AgentException {
    Set<String> withRows = withRows(contents);
    List<Item> without = without(contents);
    List<LeftOutTable> found = new ArrayList<>();
    if (without.isEmpty()) {
      return found;
    }
    String names =
        without.stream()
            .map(
                item ->
                    "("
                        + PsqlSession.literal(item.schema())
                        + ", "
                        + PsqlSession.literal(item.tag())
                        + ")")
            .collect(Collectors.joining(", "));
    for (JsonNode row : session.rows(FOUND.replace("NAMES", names))) {
      String schema = row.get("schema").asText();
      String name = row.get("name").asText();
      String table = DumpScope.quoted(schema) + "." + DumpScope.quoted(name);
      List<JsonNode> leaves = session.rows(PARTITIONS.replace("TABLE", literal(table)));
      if (leaves.stream().noneMatch(leaf -> withRows.contains(leaf.get("name").asText()))) {
        add(session, table, schema + "." + name, found);
      } else {
        // Some partitions have rows in the backup and some have not.
        for (JsonNode leaf : leaves) {
          for (Item item : without) {
            if (nameOf(item).equals(leaf.get("name").asText())) {
              add(
                  session,
                  DumpScope.quoted(item.schema()) + "." + DumpScope.quoted(item.tag()),
                  nameOf(item),
                  found);
            }
          }
        }
      }
    }
    return found;
  }

  /**
   * Tables that come back without rows, since neither the backup nor the database has any.
   *
   * @param session in the database, before anything is changed
   */
  static List<NotRestored> empty(PsqlSession session, ArchiveContents contents)
      throws SqlException, AgentException {
    List<NotRestored> empty = new ArrayList<>();
    for (Item item : without(contents)) {
      String table = DumpScope.quoted(item.schema()) + "." + DumpScope.quoted(item.tag());
      if (session
          .row("SELECT to_regclass(" + literal(table) + ") IS NULL AS missing")
          .get("missing")
          .asBoolean()) {
        empty.add(
            new NotRestored(
                NOT_PUT_BACK,
                nameOf(item),
                "the backup has none of them (excludeTableData), so the table is empty"));
      }
    }
    return empty;
  }

  private static List<Item> without(ArchiveContents contents) {
    Set<String> withRows = withRows(contents);
    return contents.ofKind("TABLE").stream()
        .filter(item -> !withRows.contains(nameOf(item)))
        .filter(item -> !contents.partitioned().contains(item.dumpId()))
        .toList();
  }

  private static Set<String> withRows(ArchiveContents contents) {
    Set<String> withRows = new HashSet<>();
    contents.ofKind("TABLE DATA").forEach(item -> withRows.add(nameOf(item)));
    return withRows;
  }

  private static void add(PsqlSession session, String table, String name, List<LeftOutTable> found)
      throws SqlException, AgentException {
    Map<String, String> columns = new LinkedHashMap<>();
    for (JsonNode column : session.rows(COLUMNS.replace("TABLE", literal(table)))) {
      columns.put(column.get("name").asText(), column.get("type").asText());
    }
    if (columns.isEmpty()) {
      return;
    }
    boolean partitioned =
        session
            .row(
                "SELECT c.relkind = 'p' AS partitioned FROM pg_class c WHERE c.oid = "
                    + literal(table)
                    + "::regclass")
            .get("partitioned")
            .asBoolean();
    found.add(new LeftOutTable(table, name, partitioned, columns, sequences(session, table)));
  }

  private static Map<String, Long> sequences(PsqlSession session, String table)
      throws SqlException, AgentException {
    Map<String, Long> values = new LinkedHashMap<>();
    for (JsonNode row : session.rows(SEQUENCES.replace("TABLE", literal(table)))) {
      String sequence = row.get("name").asText();
      JsonNode value = session.row("SELECT last_value AS v, is_called AS c FROM " + sequence);
      if (value.get("c").asBoolean()) {
        values.put(sequence, value.get("v").asLong());
      }
    }
    return values;
  }

  /**
   * What a SELECT names: rows of a partitioned table are in others, and those of tables that
   * inherit are not its own.
   */
  String source() {
    return (partitioned ? "" : "ONLY ") + table;
  }

  /** Whether the restored table can take the rows. */
  Fit fit(PsqlSession restored) throws SqlException, AgentException {
    if (restored
        .row("SELECT to_regclass(" + literal(table) + ") IS NULL AS gone")
        .get("gone")
        .asBoolean()) {
      return new Fit("there is no such table in the backup", Map.of());
    }
    Map<String, String> common = new LinkedHashMap<>();
    for (JsonNode column : restored.rows(COLUMNS.replace("TABLE", literal(table)))) {
      String columnName = column.get("name").asText();
      String type = column.get("type").asText();
      String before = columns.get(columnName);
      if (before == null && column.get("required").asBoolean()) {
        return new Fit(
            "the restored table has the column " + columnName + ", and they have not", Map.of());
      }
      if (before != null && !before.equals(type)) {
        return new Fit("the column " + columnName + " was " + type + " and is " + before, Map.of());
      }
      if (before != null) {
        common.put(columnName, type);
      }
    }
    return new Fit(null, common);
  }

  /** The triggers of the restored table, which have seen these rows before. */
  Triggers triggers(PsqlSession restored) throws SqlException, AgentException {
    List<String> disable = new ArrayList<>();
    List<String> enable = new ArrayList<>();
    for (JsonNode trigger : restored.rows(TRIGGERS.replace("TABLE", literal(table)))) {
      String triggerName = DumpScope.quoted(trigger.get("name").asText());
      disable.add("ALTER TABLE " + table + " DISABLE TRIGGER " + triggerName);
      enable.add(
          "ALTER TABLE "
              + table
              + " ENABLE "
              + switch (trigger.get("state").asText()) {
                case "A" -> "ALWAYS ";
                case "R" -> "REPLICA ";
                default -> "";
              }
              + "TRIGGER "
              + triggerName);
    }
    return new Triggers(disable, enable);
  }

  /** A sequence that went on with these rows must not give their numbers again. */
  void advance(PsqlSession restored) throws SqlException, AgentException {
    Set<String> present = new HashSet<>();
    restored.forEachRow(
        SEQUENCES.replace("TABLE", literal(table)), row -> present.add(row.get("name").asText()));
    for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
      if (present.contains(sequence.getKey())) {
        restored.rows(
            "SELECT setval("
                + literal(sequence.getKey())
                + ", "
                + sequence.getValue()
                + ") FROM "
                + sequence.getKey()
                + " WHERE last_value < "
                + sequence.getValue());
      }
    }
  }

  /** Rows that the restored table cannot take. */
  NotRestored lost(long rows, String reason) {
    return new NotRestored(
        NOT_PUT_BACK, name + ", " + rows + (rows == 1 ? " row" : " rows"), reason);
  }

  /**
   * Rows must not be lost unless somebody has said that they may.
   *
   * @throws AgentException {@code RestoreRefused}
   */
  static void requireNothing(List<NotRestored> lost, boolean discard) throws AgentException {
    if (!lost.isEmpty() && !discard) {
      throw new AgentException(
          ErrorCode.RestoreRefused,
          "Rows that the backup has not, by its excludeTableData, would be lost, and the database is"
              + " as it was: "
              + lost.stream()
                  .map(each -> each.name() + " (" + each.reason() + ")")
                  .collect(Collectors.joining("; "))
              + ". Write discardExcludedRows: true to do without them, or save them first.");
    }
  }

  private static String nameOf(Item item) {
    return item.schema() + "." + item.tag();
  }

  private static String literal(String text) {
    return PsqlSession.literal(text);
  }
}
