package io.proxpanel.backup.agent.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.agent.AgentException;

/**
 * What a server's lock table holds, and what dropping in one transaction what is there takes.
 *
 * @param drops locks that dropping takes
 * @param makes locks that making it again takes, where nothing else is made
 * @param held how many the lock table holds by its settings
 * @param backends by how many sessions that is
 */
record LockTable(long drops, long makes, long held, long backends) {
  /** The lock table takes some more than it says; from here on it has proven too small. */
  private static final double SLACK = 1.4;

  /** A table comes with the table of its long values and that one's index. */
  private static final String ASKED =
      """
      SELECT current_setting('max_locks_per_transaction')::bigint AS each,
             current_setting('max_connections')::bigint
               + current_setting('max_prepared_transactions')::bigint
               + current_setting('autovacuum_max_workers')::bigint
               + current_setting('max_worker_processes')::bigint
               + current_setting('max_wal_senders')::bigint + 1 AS backends,
             (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.oid >= 16384 AND (IN_SCOPE OR n.nspname = 'pg_toast' AND ALL_OF_IT))
               + (SELECT count(*) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                  WHERE t.oid >= 16384 AND IN_SCOPE)
               + (SELECT count(*) FROM pg_constraint t JOIN pg_namespace n ON n.oid = t.connamespace
                  WHERE t.oid >= 16384 AND t.contype <> 'n' AND IN_SCOPE)
               + (SELECT count(*) FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE d.oid >= 16384 AND IN_SCOPE)
               + (SELECT count(*) FROM pg_largeobject_metadata WHERE ALL_OF_IT) AS drops,
             (SELECT coalesce(sum(CASE WHEN c.relkind IN ('r', 'p', 'm') THEN 3 ELSE 1 END), 0)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'i', 'I', 'S', 'v', 'f')
                AND IN_SCOPE) AS makes
      """;

  /**
   * Asks the server.
   *
   * @param schema alone, or null for the whole database
   */
  static LockTable ask(PsqlSession session, String schema) throws SqlException, AgentException {
    return asked(
        session,
        schema == null
            ? "n.nspname !~ '^(pg_|information_schema$)'"
            : DumpScope.equal("n.nspname", schema),
        schema == null);
  }

  /** Asks the server, where nothing but what is made takes locks. */
  static LockTable askWithoutDrops(PsqlSession session) throws SqlException, AgentException {
    return asked(session, "false", false);
  }

  private static LockTable asked(PsqlSession session, String inScope, boolean all)
      throws SqlException, AgentException {
    JsonNode row =
        session.row(
            ASKED.replace("IN_SCOPE", inScope).replace("ALL_OF_IT", all ? "true" : "false"));
    long backends = row.get("backends").asLong();
    return new LockTable(
        row.get("drops").asLong(),
        row.get("makes").asLong(),
        row.get("each").asLong() * backends,
        backends);
  }

  /** Whether so many are more than it holds. */
  boolean isTooSmallFor(long needed) {
    return needed > held * SLACK;
  }

  /** The value of {@code max_locks_per_transaction} with which it holds so many. */
  long enough(long needed) {
    long each = needed / Math.max(1, backends) + 1;
    return (each + 63) / 64 * 64;
  }
}
