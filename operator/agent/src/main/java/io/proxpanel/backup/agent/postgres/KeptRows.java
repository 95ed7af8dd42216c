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
 * The rows of tables of which a backup has the definition alone: what was left out of it on purpose
 * stays in the target. They wait as text in temporary tables of the restore's transaction, since
 * their types may be dropped meanwhile. Of a partitioned table whose partitions all have no rows in
 * the backup, those of partitions made since are among them.
 */
final class KeptRows {
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

  private static final String CANNOT_TAKE =
      String.join(
          " OR ",
          "integrity_constraint_violation",
          "not_null_violation",
          "foreign_key_violation",
          "unique_violation",
          "check_violation",
          "exclusion_violation",
          "data_exception",
          "invalid_text_representation",
          "insufficient_privilege",
          "raise_exception");

  private static final String NOT_PUT_BACK = "rows left out of the backup";

  private final PsqlSession session;
  private final Optionally optionally = new Optionally();
  private final List<Held> held = new ArrayList<>();
  private int holders;

  KeptRows(PsqlSession session) {
    this.session = session;
  }

  /**
   * Rows that wait.
   *
   * @param table quoted, with its schema
   * @param holder temporary table that has them
   * @param columns name to type, of those that are not generated
   * @param sequences last values of its sequences, by their quoted names
   */
  private record Held(
      String table,
      String name,
      String holder,
      long rows,
      Map<String, String> columns,
      Map<String, Long> sequences) {}

  /** A column of a restored table. */
  private record Column(String type, boolean required) {}

  /** Takes the rows out of the way of what is dropped. */
  void hold(ArchiveContents contents) throws SqlException, AgentException {
    Set<String> withRows = new HashSet<>();
    contents.ofKind("TABLE DATA").forEach(item -> withRows.add(nameOf(item)));
    List<Item> without =
        contents.ofKind("TABLE").stream()
            .filter(item -> !withRows.contains(nameOf(item)))
            .filter(item -> !contents.partitioned().contains(item.dumpId()))
            .toList();
    if (without.isEmpty()) {
      return;
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
      if (session.rows(PARTITIONS.replace("TABLE", PsqlSession.literal(table))).stream()
          .noneMatch(leaf -> withRows.contains(leaf.get("name").asText()))) {
        hold(table, schema + "." + name);
      } else {
        holdLeaves(table, without);
      }
    }
  }

  /** Some partitions have rows in the backup and some have not. */
  private void holdLeaves(String root, List<Item> without) throws SqlException, AgentException {
    Set<String> names = without.stream().map(KeptRows::nameOf).collect(Collectors.toSet());
    for (JsonNode leaf : session.rows(PARTITIONS.replace("TABLE", PsqlSession.literal(root)))) {
      String name = leaf.get("name").asText();
      if (names.contains(name)) {
        Item item = without.stream().filter(each -> nameOf(each).equals(name)).findFirst().get();
        hold(DumpScope.quoted(item.schema()) + "." + DumpScope.quoted(item.tag()), name);
      }
    }
  }

  private void hold(String table, String name) throws SqlException, AgentException {
    Map<String, String> columns = new LinkedHashMap<>();
    for (JsonNode column : session.rows(COLUMNS.replace("TABLE", PsqlSession.literal(table)))) {
      columns.put(column.get("name").asText(), column.get("type").asText());
    }
    if (columns.isEmpty()) {
      return;
    }
    String holder = "pg_temp.proxpanel_kept_" + holders++;
    String texts =
        columns.keySet().stream()
            .map(column -> DumpScope.quoted(column) + "::pg_catalog.text")
            .collect(Collectors.joining(", "));
    session.execute(
        "CREATE TEMPORARY TABLE "
            + holder.substring("pg_temp.".length())
            + " ON COMMIT DROP AS SELECT "
            + texts
            + " FROM "
            + (isPartitioned(table) ? "" : "ONLY ")
            + table
            + ";");
    long rows = session.row("SELECT count(*) AS n FROM " + holder).get("n").asLong();
    if (rows > 0) {
      held.add(new Held(table, name, holder, rows, columns, sequences(table)));
    }
  }

  /**
   * The rows of a partitioned table are in others; those of tables that inherit are not its own.
   */
  private boolean isPartitioned(String table) throws SqlException, AgentException {
    return session
        .row(
            "SELECT c.relkind = 'p' AS partitioned FROM pg_class c WHERE c.oid = "
                + PsqlSession.literal(table)
                + "::regclass")
        .get("partitioned")
        .asBoolean();
  }

  private Map<String, Long> sequences(String table) throws SqlException, AgentException {
    Map<String, Long> values = new LinkedHashMap<>();
    for (JsonNode row : session.rows(SEQUENCES.replace("TABLE", PsqlSession.literal(table)))) {
      String sequence = row.get("name").asText();
      JsonNode value = session.row("SELECT last_value AS v, is_called AS c FROM " + sequence);
      if (value.get("c").asBoolean()) {
        values.put(sequence, value.get("v").asLong());
      }
    }
    return values;
  }

  /**
   * Puts the rows into the restored tables.
   *
   * @param discard whether rows may be lost that their table cannot take
   * @return those that are
   * @throws AgentException {@code RestoreRefused} when they may not
   */
  List<NotRestored> putBack(boolean discard) throws SqlException, AgentException {
    List<NotRestored> lost = new ArrayList<>();
    for (Held rows : held) {
      String reason = putBack(rows);
      if (reason != null) {
        lost.add(
            new NotRestored(
                NOT_PUT_BACK,
                rows.name() + ", " + rows.rows() + (rows.rows() == 1 ? " row" : " rows"),
                reason));
      }
    }
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
    return lost;
  }

  /** Why it cannot be done, or null. */
  private String putBack(Held rows) throws SqlException, AgentException {
    String literal = PsqlSession.literal(rows.table());
    if (session
        .row("SELECT to_regclass(" + literal + ") IS NULL AS gone")
        .get("gone")
        .asBoolean()) {
      return "there is no such table in the backup";
    }
    Map<String, Column> restored = new LinkedHashMap<>();
    for (JsonNode column : session.rows(COLUMNS.replace("TABLE", literal))) {
      restored.put(
          column.get("name").asText(),
          new Column(column.get("type").asText(), column.get("required").asBoolean()));
    }
    List<String> common = new ArrayList<>();
    for (Map.Entry<String, Column> column : restored.entrySet()) {
      String before = rows.columns().get(column.getKey());
      if (before == null && column.getValue().required()) {
        return "the restored table has the column " + column.getKey() + ", and they have not";
      }
      if (before != null && !before.equals(column.getValue().type())) {
        return "the column "
            + column.getKey()
            + " was "
            + column.getValue().type()
            + " and is "
            + before;
      }
      if (before != null) {
        common.add(column.getKey());
      }
    }
    insert(rows, restored, common);
    for (NotRestored failure : Optionally.take(session)) {
      return failure.reason();
    }
    advance(rows);
    return null;
  }

  private void insert(Held rows, Map<String, Column> restored, List<String> common)
      throws SqlException, AgentException {
    String table = rows.table();
    StringBuilder statements = new StringBuilder();
    StringBuilder after = new StringBuilder();
    for (JsonNode trigger : session.rows(TRIGGERS.replace("TABLE", PsqlSession.literal(table)))) {
      String name = DumpScope.quoted(trigger.get("name").asText());
      statements.append("ALTER TABLE ").append(table).append(" DISABLE TRIGGER ").append(name);
      statements.append("; ");
      after.append("; ALTER TABLE ").append(table).append(" ENABLE ");
      after.append(
          switch (trigger.get("state").asText()) {
            case "A" -> "ALWAYS ";
            case "R" -> "REPLICA ";
            default -> "";
          });
      after.append("TRIGGER ").append(name);
    }
    statements.append("INSERT INTO ").append(table).append(" (");
    statements.append(common.stream().map(DumpScope::quoted).collect(Collectors.joining(", ")));
    statements.append(") OVERRIDING SYSTEM VALUE SELECT ");
    statements.append(
        common.stream()
            .map(column -> DumpScope.quoted(column) + "::" + restored.get(column).type())
            .collect(Collectors.joining(", ")));
    statements.append(" FROM ").append(rows.holder()).append(after);
    session.execute(
        optionally.block(NOT_PUT_BACK, rows.name(), statements.toString(), CANNOT_TAKE));
  }

  /** A sequence that went on with these rows must not give their numbers again. */
  private void advance(Held rows) throws SqlException, AgentException {
    Set<String> present = new HashSet<>();
    String table = PsqlSession.literal(rows.table());
    session.forEachRow(
        SEQUENCES.replace("TABLE", table), row -> present.add(row.get("name").asText()));
    for (Map.Entry<String, Long> sequence : rows.sequences().entrySet()) {
      if (present.contains(sequence.getKey())) {
        session.rows(
            "SELECT setval("
                + PsqlSession.literal(sequence.getKey())
                + ", "
                + sequence.getValue()
                + ") FROM "
                + sequence.getKey()
                + " WHERE last_value < "
                + sequence.getValue());
      }
    }
  }

  private static String nameOf(Item item) {
    return item.schema() + "." + item.tag();
  }
}
