package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import java.util.ArrayList;
import java.util.List;

/** Makes the planner's statistics of what was restored. */
public final class Statistics {
  private static final String TABLES =
      "SELECT c.oid::regclass::text AS name FROM pg_class c"
          + " JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE c.relkind IN ('r', 'p', 'm') AND pg_has_role(c.relowner, 'USAGE')"
          + " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND ";

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
      List<JsonNode> tables = session.rows(TABLES + condition);
      session.execute("SET search_path TO DEFAULT;");
      List<String> failed = new ArrayList<>();
      for (JsonNode row : tables) {
        String table = row.get("name").asText();
        session.execute(ANALYZE.replace("TABLE", table));
        String why = session.row(WHY).get("why").asText();
        if (!why.isEmpty()) {
          failed.add(table + " (" + why + ")");
        }
      }
      return failed;
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }
}
