package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Scope;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tenants that a database has, before a schedule's patterns leave any out.
 *
 * @param slugs of those that can be backed up
 * @param withoutSchema names of active tenants that have no schema
 * @param warning a sentence, or null
 * @param whyNone words for people, for the case that there are none
 */
public record Tenants(
    SortedSet<String> slugs, SortedSet<String> withoutSchema, String warning, String whyNone) {
  static final String PREFIX = new Scope.Tenant("").schema();

  /** One snapshot, so that a tenant who comes meanwhile is wholly there, or not at all. */
  private static final String BEGIN =
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = '5min';"
          + " SET LOCAL lock_timeout = '%ds';";

  /** Copies the sets. */
  public Tenants {
    slugs = sorted(slugs);
    withoutSchema = sorted(withoutSchema);
  }

  /**
   * Asks the server, and leaves nothing behind there.
   *
   * @param query a SELECT of one column with slugs or names of schemas, or null for the schemas
   *     that are named like a tenant's
   * @param lockTimeoutSeconds how long to wait for a table that another session holds
   * @throws AgentException {@code TenantQueryFailed}, {@code DatabaseBusy}, or as {@link
   *     ConnectionErrors}
   */
  public static Tenants ask(
      PsqlSession session, DatabaseLogin login, String query, long lockTimeoutSeconds)
      throws AgentException {
    try {
      session.execute(BEGIN.formatted(lockTimeoutSeconds));
      Tenants tenants =
          query == null
              ? TenantSchemas.ask(session, login)
              : TenantQuery.ask(session, login, query);
      session.execute("ROLLBACK;");
      return tenants;
    } catch (SqlException e) {
      throw tookTooLong(e) ? busy(e, login) : ConnectionErrors.of(e, login);
    }
  }

  /** The slug that is meant by a slug or by the name of a schema. */
  public static String slug(String name) {
    return name.startsWith(PREFIX) && name.length() > PREFIX.length()
        ? name.substring(PREFIX.length())
        : name;
  }

  /** Whether a statement was cancelled, for the time that it took or for a lock. */
  static boolean tookTooLong(SqlException e) {
    return "57014".equals(e.state()) || "55P03".equals(e.state());
  }

  private static AgentException busy(SqlException e, DatabaseLogin login) {
    return new AgentException(
        ErrorCode.DatabaseBusy,
        "The tenants of the database \""
            + login.database()
            + "\" at "
            + login.server()
            + " could not be found in time ("
            + e.getMessage()
            + "): look which session holds its tables, and whether the schedule's tenants.query"
            + " takes long.",
        e);
  }

  private static SortedSet<String> sorted(Collection<String> names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
