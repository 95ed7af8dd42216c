package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.ArchiveContents.Item;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills a database that has just been made and that nobody knows of, with several sessions, and
 * sees that all is there. Where it fails the database is to be dropped.
 */
public final class DatabaseLoad {
  /** As in {@link RestoreTransaction}: the script's settings are not for what comes after it. */
  private static final String OWN_SETTINGS =
      "SET search_path = pg_catalog; SET client_encoding = 'UTF8'; SET default_tablespace = '';";

  private final PostgresClients.Client client;
  private final DatabaseLogin login;
  private final String applicationName;
  private final RestoreScope scope;
  private final RestoreOptions options;
  private final Cleanup cleanup;
  private final RestoreTransaction.Progress progress;

  /**
   * A load that has not begun.
   *
   * @param client whose programs are used
   * @param login to the new database
   * @param applicationName of the task's sessions
   * @param scope of the archive, which is a whole database
   * @param options how it is done; its search path must be known
   * @param progress hears how much of the archive was read
   */
  public DatabaseLoad(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      RestoreScope scope,
      RestoreOptions options,
      Cleanup cleanup,
      RestoreTransaction.Progress progress) {
    this.client = client;
    this.login = login;
    this.applicationName = applicationName;
    this.scope = scope;
    this.options = options;
    this.cleanup = cleanup;
    this.progress = progress;
  }

  /**
   * Looks whether there is what the archive needs.
   *
   * @throws AgentException {@code TargetLacksPrerequisites}; and what {@link PsqlSession#open} says
   *     where the role may not log in to a database of this name
   */
  public void require() throws AgentException {
    try (PsqlSession session = open()) {
      RestorePreconditions.requireForNew(session, login, scope);
    } catch (SqlException e) {
      throw RestoreErrors.ofNew(login).of(e);
    }
  }

  /**
   * Fills it.
   *
   * @param archive authentic and complete when it was read before; opened more than once
   * @param sha256 of what was read then, hexadecimal
   * @param expected what it holds
   * @param privileges what is set again, where the archive says nothing of it
   * @param before session in the database whose place it takes, or null
   * @param jobs how many sessions at a time, at least 1
   * @return what is not as it was
   * @throws AgentException {@code PgRestoreFailed} and others
   */
  public List<NotRestored> fill(
      ArchiveScript.Source archive,
      String sha256,
      ArchiveSummary expected,
      TargetPrivileges privileges,
      PsqlSession before,
      int jobs)
      throws AgentException {
    try (PsqlSession session = open()) {
      TargetFacts target = TargetFacts.ask(session);
      RestoreEdits edits = new RestoreEdits(scope, target, options.owners());
      List<NotRestored> empty =
          LeftOutTable.empty(before == null ? session : before, scope.contents());
      session.execute(edits.owners().grantsInPresentSchemas());
      ParallelLoad.Options how =
          new ParallelLoad.Options(
              jobs, TrustedPath.of(options.searchPath(), scope, target), edits);
      ParallelLoad.Loaded loaded =
          new ParallelLoad(client, login, applicationName, how, cleanup, progress)
              .run(archive, sha256);
      Set<NotRestored> notRestored = new LinkedHashSet<>(edits.notRestored());
      notRestored.addAll(empty);
      notRestored.addAll(loaded.notRestored());
      settle(session, target, edits, loaded, expected, privileges, notRestored);
      return List.copyOf(notRestored);
    } catch (SqlException e) {
      throw RestoreErrors.ofNew(login).of(e);
    }
  }

  /**
   * Makes the planner's statistics.
   *
   * @return of which tables it failed, and why
   */
  public List<String> analyze() throws AgentException {
    try (PsqlSession session = open()) {
      return Statistics.make(session, login, scope.schema());
    }
  }

  /**
   * What belongs to the database itself comes last, since it may be in the way of filling it. Its
   * comment is not among it: that says meanwhile what the database is for.
   *
   * @return what could not be set
   */
  public List<NotRestored> setProperties(boolean privilegesOfArchive) throws AgentException {
    try (PsqlSession session = open()) {
      session.execute("BEGIN;");
      DatabaseProperties.apply(
          session,
          login.database(),
          scope.contents(),
          TargetFacts.ask(session),
          privilegesOfArchive,
          false);
      List<NotRestored> notRestored = new ArrayList<>(Optionally.take(session));
      session.execute("COMMIT;");
      notRestored.addAll(DatabaseProperties.notHeld(scope.contents()));
      return notRestored;
    } catch (SqlException e) {
      throw RestoreErrors.ofNew(login).of(e);
    }
  }

  /**
   * Sets the comment of the database, which is that of the archive.
   *
   * @param session in any database of the server
   */
  public void comment(PsqlSession session) throws AgentException {
    if (scope.contents().database().isEmpty()) {
      return;
    }
    try {
      session.execute(
          DatabaseProperties.comment(login.database(), scope.contents())
              .orElse("COMMENT ON DATABASE " + DumpScope.quoted(login.database()) + " IS NULL;"));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  private void settle(
      PsqlSession session,
      TargetFacts target,
      RestoreEdits edits,
      ParallelLoad.Loaded loaded,
      ArchiveSummary expected,
      TargetPrivileges privileges,
      Set<NotRestored> notRestored)
      throws SqlException, AgentException {
    session.execute("BEGIN; " + OWN_SETTINGS + edits.owners().revocations());
    notRestored.addAll(Optionally.take(session));
    requireRows(session, loaded, expected, edits);
    new RestoreChecks(session, scope, RestoreErrors.ofNew(login)).requireObjects(edits);
    notRestored.addAll(privileges.apply(session, target.superuser()));
    notRestored.addAll(GrantWarnings.in(session.messages()));
    session.execute("COMMIT;");
  }

  /** Each table got the rows that the archive has of it. */
  private void requireRows(
      PsqlSession session, ParallelLoad.Loaded loaded, ArchiveSummary expected, RestoreEdits edits)
      throws SqlException, AgentException {
    Map<String, Long> wanted = new LinkedHashMap<>();
    Map<String, Item> tables = new LinkedHashMap<>();
    for (Item item : expected.contents().ofKind("TABLE DATA")) {
      Long rows = expected.contents().rows().get(item.dumpId());
      if (rows != null && !edits.leavesOut(item)) {
        wanted.merge(item.name(), rows, Long::sum);
        tables.put(item.name(), item);
      }
    }
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Long> table : wanted.entrySet()) {
      Long taken = loaded.rowsByTable().get(table.getKey());
      long found = taken == null ? count(session, tables.get(table.getKey())) : taken;
      // What pg_restore has brought itself may have come beside rows that were there.
      if (taken == null ? found < table.getValue() : found != table.getValue()) {
        wrong.add(
            "the server took "
                + found
                + " rows of "
                + table.getKey()
                + " and the archive has "
                + table.getValue());
      }
    }
    if (!wrong.isEmpty()) {
      throw RestoreErrors.ofNew(login).stopped(ScopeClearing.named(wrong));
    }
  }

  private static long count(PsqlSession session, Item item) throws SqlException, AgentException {
    return session
        .row(
            "SELECT count(*) AS n FROM "
                + DumpScope.quoted(item.schema())
                + "."
                + DumpScope.quoted(item.tag()))
        .get("n")
        .asLong();
  }

  private PsqlSession open() throws AgentException {
    return PsqlSession.open(client, login, applicationName, cleanup);
  }
}
