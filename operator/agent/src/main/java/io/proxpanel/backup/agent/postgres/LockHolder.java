package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;
import java.util.ArrayList;
import java.util.List;

/**
 * A session that holds what another one waits for, as far as the role may see it: of other roles'
 * sessions no more than role and name, unless it may read all statistics.
 *
 * @param pid of its process on the server; 0 stands for a prepared transaction
 * @param role that is logged in, or null
 * @param application how the session calls itself, or empty
 * @param client address that it comes from, or null
 * @param state in the server's words, or null
 * @param since when its transaction began, RFC 3339, or null
 */
record LockHolder(
    int pid, String role, String application, String client, String state, String since) {
  /** The one who has held it longest comes first. */
  private static final String HOLDERS =
      """
      SELECT DISTINCT b.pid, h.usename AS role, coalesce(h.application_name, '') AS application,
             host(h.client_addr) AS client, h.state,
             to_char(h.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since
      FROM pg_stat_activity w
      CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
      LEFT JOIN pg_stat_activity h ON h.pid = b.pid
      WHERE w.datname = current_database() AND w.usename = session_user
        AND w.wait_event_type = 'Lock' AND w.application_name = WAITING
      ORDER BY since, pid
      """;

  /**
   * Asks the server.
   *
   * @param waiting name of the sessions that wait
   * @return empty when none of them waits
   */
  static List<LockHolder> ask(PsqlSession session, String waiting)
      throws SqlException, AgentException {
    List<LockHolder> holders = new ArrayList<>();
    for (JsonNode row : session.rows(HOLDERS.replace("WAITING", PsqlSession.literal(waiting)))) {
      holders.add(
          new LockHolder(
              row.get("pid").asInt(),
              row.get("role").asText(null),
              row.get("application").asText(),
              row.get("client").asText(null),
              row.get("state").asText(null),
              row.get("since").asText(null)));
    }
    return holders;
  }

  /** All of them in words for the middle of a sentence; "another session" when none is known. */
  static String inWords(List<LockHolder> holders) {
    if (holders.isEmpty()) {
      return "another session";
    }
    String first = holders.get(0).inWords();
    return switch (holders.size()) {
      case 1 -> first;
      case 2 -> first + " and one more session";
      default -> first + " and " + (holders.size() - 1) + " more sessions";
    };
  }

  private String inWords() {
    if (pid == 0) {
      return "a prepared transaction";
    }
    List<String> details = new ArrayList<>();
    if (!application.isEmpty()) {
      details.add("application \"" + application + "\"");
    }
    if (client != null) {
      details.add("from " + client);
    }
    if (since != null) {
      details.add(
          ("idle in transaction".equals(state) ? "idle, " : "")
              + "in a transaction since "
              + since);
    }
    return "session "
        + pid
        + (role == null ? "" : " of the role \"" + role + "\"")
        + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")");
  }
}
