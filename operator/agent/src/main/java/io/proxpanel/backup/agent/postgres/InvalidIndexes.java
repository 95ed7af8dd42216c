package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.List;

/** Indexes that a CREATE INDEX CONCURRENTLY left unfinished: pg_dump leaves them out. */
final class InvalidIndexes {
  private static final String INVALID =
      "SELECT i.indexrelid::regclass::text AS name FROM pg_index i"
          + " JOIN pg_class c ON c.oid = i.indrelid"
          + " WHERE NOT i.indisvalid AND c.relkind IN ('r', 'm') ORDER BY 1";

  private InvalidIndexes() {}

  /** Their quoted names. */
  static List<String> in(PsqlSession session) throws SqlException, AgentException {
    List<String> names = new ArrayList<>();
    for (JsonNode row : session.rows(INVALID)) {
      names.add(row.get("name").asText());
    }
    return names;
  }

  /** Those of them that are not there any more. */
  static List<NotRestored> gone(PsqlSession session, List<String> before)
      throws SqlException, AgentException {
    List<NotRestored> gone = new ArrayList<>();
    for (String name : before) {
      if (session
          .row("SELECT to_regclass(" + PsqlSession.literal(name) + ") IS NULL AS gone")
          .get("gone")
          .asBoolean()) {
        gone.add(
            new NotRestored("index", name, "it was not valid, and a dump leaves such indexes out"));
      }
    }
    return gone;
  }
}
