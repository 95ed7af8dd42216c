package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.RestoreEdits;
import java.util.HashSet;
import java.util.Set;

/**
 * What a restore must know about the database that it restores into.
 *
 * @param edits which statements of an archive it would refuse
 * @param settings names of all settings that the server knows
 */
public record TargetFacts(RestoreEdits edits, Set<String> settings) {
  private static final String INHERITED_INDEXES =
      """
      SELECT n.nspname AS schema, c.relname AS tag
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('i', 'I') AND c.relispartition
      """;

  /** Archives name what belongs to a table by the table's name, a space, and its own. */
  private static final String INHERITED_OF_TABLES =
      """
      SELECT n.nspname AS schema, c.relname || ' ' || o.conname AS tag
      FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE o.coninhcount > 0 OR o.conparentid <> 0
      UNION
      SELECT n.nspname, c.relname || ' ' || t.tgname
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE t.tgparentid <> 0
      """;

  private static final String FOREIGN_EXTENSIONS =
      "SELECT extname AS tag FROM pg_extension WHERE NOT pg_has_role(extowner, 'USAGE')";

  private static final String KEPT_SCHEMAS =
      "SELECT pg_has_role(n.nspowner, 'USAGE') AS own FROM pg_namespace n WHERE ";

  /** Copies the set. */
  public TargetFacts {
    settings = Set.copyOf(settings);
  }

  /**
   * Asks the server.
   *
   * @param tenantSchema the only schema that is restored, or null
   */
  public static TargetFacts ask(PsqlSession session, String tenantSchema)
      throws SqlException, AgentException {
    Set<String> extensions = new HashSet<>();
    for (JsonNode row : session.rows(FOREIGN_EXTENSIONS)) {
      extensions.add(row.get("tag").asText());
    }
    Set<String> settings = new HashSet<>();
    for (JsonNode row : session.rows("SELECT name FROM pg_settings")) {
      settings.add(row.get("name").asText());
    }
    Set<String> keptSchemas = new HashSet<>();
    Set<String> foreignSchemas = new HashSet<>();
    if (tenantSchema != null) {
      for (JsonNode row : session.rows(KEPT_SCHEMAS + DumpScope.equal("n.nspname", tenantSchema))) {
        keptSchemas.add(tenantSchema);
        if (!row.get("own").asBoolean()) {
          foreignSchemas.add(tenantSchema);
        }
      }
    }
    return new TargetFacts(
        new RestoreEdits(
            names(session, INHERITED_INDEXES),
            names(session, INHERITED_OF_TABLES),
            extensions,
            keptSchemas,
            foreignSchemas),
        settings);
  }

  private static Set<RestoreEdits.Name> names(PsqlSession session, String select)
      throws SqlException, AgentException {
    Set<RestoreEdits.Name> names = new HashSet<>();
    for (JsonNode row : session.rows(select)) {
      names.add(new RestoreEdits.Name(row.get("schema").asText(), row.get("tag").asText()));
    }
    return names;
  }
}
