package io.proxpanel.backup.agent.postgres.swap;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import java.util.Optional;

/** Pieces of statements, and statements that may be refused. */
final class Sql {
  private static final String CLEAR =
      "SELECT pg_catalog.set_config('proxpanel_backup.refused', '', false)";
  private static final String REFUSED =
      "SELECT pg_catalog.current_setting('proxpanel_backup.refused') AS refused";

  private Sql() {}

  static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literalOrNull(String value) {
    return value == null ? "NULL" : PsqlSession.literal(value);
  }

  /**
   * Runs a statement that the server may refuse, without an end of the session.
   *
   * @return the server's reason when it refused
   */
  static Optional<String> attempt(PsqlSession session, String statement)
      throws SqlException, AgentException {
    session.row(CLEAR);
    String block =
        "BEGIN EXECUTE "
            + PsqlSession.literal(statement)
            + "; EXCEPTION WHEN OTHERS THEN PERFORM"
            + " pg_catalog.set_config('proxpanel_backup.refused', SQLERRM, false); END";
    session.execute("DO LANGUAGE plpgsql " + PsqlSession.literal(block) + ";");
    String refused = session.row(REFUSED).get("refused").asText();
    return refused.isEmpty() ? Optional.empty() : Optional.of(refused);
  }
}
