package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import java.util.ArrayList;
import java.util.List;

/** Makes the planner's statistics of what was restored. */
public final class Statistics {
  /** ANALYZE of a partitioned table does its partitions too, as far as the role may. */
  private static final String TABLES =
      """
      SELECT c.oid::regclass::text AS name,
             c.relispartition AND EXISTS (
               SELECT FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
               JOIN pg_namespace n ON n.oid = p.relnamespace
               WHERE i.inhrelid = c.oid AND pg_has_role(p.relowner, 'USAGE') AND (CONDITION)) AS done
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'm') AND pg_has_role(c.relowner, 'USAGE')
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND (CONDITION)
      ORDER BY 2, c.oid
      """;

  /** A table whose functions fail keeps the others from nothing. */
  private static final String ANALYZE =
      """
      DO $analyze$
      BEGIN
        ANALYZE TABLE;
      EXCEPTION WHEN OTHERS THEN
        PERFORM pg_catalog.set_config('proxpanel.not_analyzed', SQLERRM, false);
      END $analyze$;
      """;

  private static final String WHY =
      "SELECT coalesce(current_setting('proxpanel.not_analyzed', true), '') AS why,"
          + " set_config('proxpanel.not_analyzed', '', false)";

  private Statistics() {}

  /**
   * Runs ANALYZE for each table that the role may do it for, with the role's own search path, which
   * functions of indexes may need.
   *
   * @param schema alone, or null for the whole database
   * @return of which tables it failed, and why
   */
  public static List<String> make(PsqlSession session, DatabaseLogin login, String schema)
      throws AgentException {
    try {
      String condition = schema == null ? "true" : DumpScope.equal("n.nspname", schema);
      List<JsonNode> tables = session.rows(TABLES.replace("CONDITION", condition));
      session.execute("SET search_path TO DEFAULT;");
      List<String> failed = new ArrayList<>();
      for (JsonNode row : tables) {
        // Where one of them failed, it may be the one that has these partitions.
        if (!row.get("done").asBoolean() || !failed.isEmpty()) {
          analyze(session, row.get("name").asText(), failed);
        }
      }
      return failed;
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  private static void analyze(PsqlSession session, String table, List<String> failed)
      throws SqlException, AgentException {
    session.execute(ANALYZE.replace("TABLE", table));
    String why = session.row(WHY).get("why").asText();
    if (!why.isEmpty()) {
      failed.add(table + " (" + why + ")");
    }
  }
}
