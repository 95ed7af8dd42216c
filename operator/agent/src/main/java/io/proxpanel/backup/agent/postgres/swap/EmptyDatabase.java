package io.proxpanel.backup.agent.postgres.swap;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.SqlException;
import java.util.Optional;

/** Whether a database has anything in it that somebody has made. */
public final class EmptyDatabase {
  /** Numbers below are of initdb, and what an extension made goes by the extension's name. */
  private static final String FIRST_OBJECT =
      """
      SELECT pg_describe_object(o.classid, o.objid, 0) AS object FROM (
        SELECT 'pg_namespace'::regclass AS classid, oid AS objid FROM pg_namespace
        WHERE nspname !~ '^pg_(temp|toast_temp)_'
        UNION ALL SELECT 'pg_extension'::regclass, oid FROM pg_extension
        UNION ALL SELECT 'pg_class'::regclass, oid FROM pg_class WHERE relkind <> 't'
        UNION ALL SELECT 'pg_proc'::regclass, oid FROM pg_proc
        UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type
        WHERE typrelid = 0 AND typelem = 0
        UNION ALL SELECT 'pg_largeobject'::regclass, oid FROM pg_largeobject_metadata
        UNION ALL SELECT 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
        UNION ALL SELECT 'pg_publication'::regclass, oid FROM pg_publication
      ) o WHERE o.objid >= 16384 ORDER BY o.classid, o.objid LIMIT 1
      """;

  private EmptyDatabase() {}

  /**
   * The first thing that is in it.
   *
   * @param session in the database
   * @return as the server describes it ({@code table public.invoices}); nothing when it is empty
   */
  public static Optional<String> firstObject(PsqlSession session)
      throws SqlException, AgentException {
    return session.rows(FIRST_OBJECT).stream().map(row -> row.get("object").asText()).findFirst();
  }
}
