package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The panel's own table of its tenants. Panels differ in how they call its columns.
 *
 * @param name column with the slug or the name of the schema
 * @param active column that says whether the tenant is active
 * @param hidden why its rows cannot be relied on
 */
record PanelTable(Column name, Column active, Hidden hidden) {
  static final String SCHEMA = "admin";
  static final String NAME = SCHEMA + ".tenants";

  private static final List<String> NAMES = List.of("slug", "schema_name", "schema", "tenant_slug");
  private static final List<String> FLAGS = List.of("is_active", "active", "enabled");
  private static final List<String> STATES = List.of("status");

  private static final String COLUMNS =
      """
      SELECT a.attname AS name, t.typcategory AS category,
             has_schema_privilege(n.oid, 'USAGE')
               AND has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable,
             row_security_active(c.oid) AS filtered
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
      WHERE n.nspname = 'admin' AND c.relname = 'tenants'
        AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      """;

  /** Whether the role sees all rows. */
  enum Hidden {
    NO,
    BY_PRIVILEGES,
    BY_ROW_SECURITY
  }

  /**
   * A column.
   *
   * @param category of its type: B for boolean, S for strings, E for enums
   * @param readable whether the role may read it
   * @param filtered whether row-level security hides rows of its table from the role
   */
  record Column(String name, String category, boolean readable, boolean filtered) {
    private String quoted() {
      return "t." + DumpScope.quoted(name);
    }
  }

  /** Asks the server; empty when there is no such table, or it does not say who is active. */
  static Optional<PanelTable> ask(PsqlSession session) throws SqlException, AgentException {
    List<Column> columns = new ArrayList<>();
    for (JsonNode row : session.rows(COLUMNS)) {
      columns.add(
          new Column(
              row.get("name").asText(),
              row.get("category").asText(),
              row.get("readable").asBoolean(),
              row.get("filtered").asBoolean()));
    }
    return of(columns);
  }

  static Optional<PanelTable> of(List<Column> columns) {
    Optional<Column> active =
        first(columns, FLAGS, column -> column.category().equals("B"))
            .or(() -> first(columns, STATES, column -> "SE".contains(column.category())));
    return first(columns, NAMES, column -> true)
        .flatMap(name -> active.map(flag -> new PanelTable(name, flag, hidden(name, flag))));
  }

  /** The SELECT of the names of the active tenants. */
  String activeNames() {
    String condition =
        active.category().equals("B")
            ? active.quoted()
            : "lower(" + active.quoted() + "::text) = 'active'";
    return "SELECT DISTINCT %1$s::text AS name FROM %2$s t WHERE %3$s AND %1$s IS NOT NULL"
        .formatted(name.quoted(), NAME, condition);
  }

  private static Hidden hidden(Column name, Column active) {
    if (!name.readable() || !active.readable()) {
      return Hidden.BY_PRIVILEGES;
    }
    return name.filtered() ? Hidden.BY_ROW_SECURITY : Hidden.NO;
  }

  private static Optional<Column> first(
      List<Column> columns, List<String> names, Predicate<Column> condition) {
    return names.stream()
        .flatMap(name -> columns.stream().filter(column -> column.name().equals(name)))
        .filter(condition)
        .findFirst();
  }
}
