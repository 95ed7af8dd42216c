package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.agent.archive.ArchiveContents.Item;
import io.proxpanel.backup.agent.archive.ArchiveContents.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what is in the target before the commit with what the archive lists. */
final class RestoreChecks {
  /** Kinds whose names archives and servers write in the same way. */
  private static final Set<String> COMPARED =
      Set.of(
          "TABLE",
          "VIEW",
          "MATERIALIZED VIEW",
          "SEQUENCE",
          "FOREIGN TABLE",
          "TYPE",
          "DOMAIN",
          "SCHEMA",
          "EXTENSION",
          "FUNCTION",
          "PROCEDURE",
          "AGGREGATE",
          "COLLATION",
          "STATISTICS",
          "TEXT SEARCH CONFIGURATION",
          "TEXT SEARCH DICTIONARY");

  private static final Set<String> ROUTINES = Set.of("FUNCTION", "PROCEDURE", "AGGREGATE");

  /**
   * Rows that this transaction wrote, counted by the server as it does so; those of a partitioned
   * table together, since they may have gone through its top.
   */
  private static final String ROWS =
      """
      SELECT rn.nspname || '.' || r.relname AS name,
             sum(pg_stat_get_xact_tuples_inserted(c.oid))::bigint AS rows
      FROM pg_class c
      JOIN pg_class r ON r.oid = CASE WHEN c.relispartition THEN pg_partition_root(c.oid)::oid ELSE c.oid END
      JOIN pg_namespace rn ON rn.oid = r.relnamespace
      WHERE c.relkind = 'r' AND rn.nspname !~ '^pg_'
      GROUP BY 1
      """;

  private static final String TOPS =
      """
      SELECT n.nspname || '.' || c.relname AS name,
             (SELECT rn.nspname || '.' || r.relname FROM pg_class r
              JOIN pg_namespace rn ON rn.oid = r.relnamespace
              WHERE r.oid = pg_partition_root(c.oid)) AS top
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND c.relispartition
      """;

  private final PsqlSession session;
  private final RestoreScope scope;
  private final RestoreErrors errors;

  RestoreChecks(PsqlSession session, RestoreScope scope, RestoreErrors errors) {
    this.session = session;
    this.scope = scope;
    this.errors = errors;
  }

  /**
   * Each table got the rows that the archive has of it.
   *
   * @throws AgentException {@code PgRestoreFailed}, which names the first that did not
   */
  void requireRows(ArchiveContents contents, RestoreEdits edits)
      throws SqlException, AgentException {
    if (!session
        .row("SELECT current_setting('track_counts') AS counts")
        .get("counts")
        .asText()
        .equals("on")) {
      return;
    }
    Map<String, String> tops = new HashMap<>();
    session.forEachRow(TOPS, row -> tops.put(row.get("name").asText(), row.get("top").asText()));
    Map<String, Long> expected = new LinkedHashMap<>();
    for (Item item : contents.ofKind("TABLE DATA")) {
      Long rows = contents.rows().get(item.dumpId());
      if (!edits.leavesOut(item) && rows != null) {
        String name = item.schema() + "." + item.tag();
        expected.merge(tops.getOrDefault(name, name), rows, Long::sum);
      }
    }
    List<String> wrong = new ArrayList<>();
    Map<String, Long> found = new HashMap<>();
    session.forEachRow(
        ROWS,
        row -> {
          String name = row.get("name").asText();
          if (expected.containsKey(name)) {
            found.put(name, row.get("rows").asLong());
          }
        });
    expected.forEach(
        (name, rows) -> {
          long actual = found.getOrDefault(name, 0L);
          // The rows of an extension's table may be others beside those of the archive.
          if (actual < rows || (actual > rows && isOfArchive(contents, name))) {
            wrong.add(
                "the server took " + actual + " rows of " + name + " and the archive has " + rows);
          }
        });
    if (!wrong.isEmpty()) {
      throw errors.stopped(ScopeClearing.named(wrong));
    }
  }

  private static boolean isOfArchive(ArchiveContents contents, String name) {
    return contents.ofKind("TABLE").stream()
        .anyMatch(item -> name.equals(item.schema() + "." + item.tag()));
  }

  /**
   * All is there that the archive lists.
   *
   * @throws AgentException {@code PgRestoreFailed}, which names what is not
   */
  void requireObjects(RestoreEdits edits) throws SqlException, AgentException {
    Map<Name, Item> missing = new LinkedHashMap<>();
    for (Item item : scope.contents().items()) {
      if (COMPARED.contains(item.kind()) && !edits.leavesOut(item)) {
        missing.put(comparable(item.id()), item);
      }
    }
    TargetInventory.forEach(session, "true", entry -> missing.remove(comparable(entry.name())));
    for (JsonNode row : session.rows("SELECT extname AS name FROM pg_extension")) {
      missing.remove(new Name("EXTENSION", "", row.get("name").asText()));
    }
    // Sequences of identity columns are not listed by themselves, nor is what an extension has.
    missing.values().removeIf(item -> item.kind().equals("SEQUENCE"));
    if (!missing.isEmpty()) {
      throw errors.stopped(
          "the archive lists what is not there: "
              + ScopeClearing.named(missing.values().stream().map(Item::inWords).toList()));
    }
  }

  /** Servers and archives may write types differently. */
  private static Name comparable(Name name) {
    return ROUTINES.contains(name.kind())
        ? new Name("FUNCTION", name.schema(), name.tag().replaceAll("\\(.*", ""))
        : name;
  }
}
