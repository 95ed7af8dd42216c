package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A restore in one transaction: what the target has in the restore's scope is dropped, pg_restore
 * turns the archive into a script, psql runs it in a session whose transaction is begun before it
 * and committed after it, by this class, once everything has been seen to be right. Whatever dies
 * before that leaves the database as it was.
 */
public final class RestoreTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreTransaction.class);
  private static final String CURRENT_ID = "SELECT pg_catalog.txid_current()::text AS id";

  /** The script's settings are not for what comes after it. */
  private static final String OWN_SETTINGS =
      "SET search_path = pg_catalog; SET client_encoding = 'UTF8';"
          + " SET standard_conforming_strings = on; SET default_tablespace = '';";

  private final PostgresClients.Client client;
  private final DatabaseLogin login;
  private final String applicationName;
  private final PsqlSession session;
  private final Cleanup cleanup;
  private final Progress progress;
  private final RestoreErrors errors;
  private final RestoreScope scope;
  private final RestoreOptions options;
  private final TargetPrivileges.Reader reader;
  private final List<NotRestored> notRestored = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private TargetPrivileges privileges = TargetPrivileges.NONE;
  private int ended;
  private String id;

  /** Hears how many more bytes of the archive went into the restore. */
  public interface Progress {
    /** More bytes. */
    void add(long bytes);
  }

  /**
   * A restore that has not begun.
   *
   * @param client whose programs are used
   * @param applicationName of the task's sessions
   * @param session that is to run it; ends with an error of the script
   * @param cleanup ends pg_restore
   * @param progress hears how far it is
   * @param locks knows who holds what it waits for
   * @param scope what of the database is replaced
   * @param options how it is done; its search path must be known
   * @param reader of what is set again, where the archive says nothing of it
   */
  public RestoreTransaction(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      PsqlSession session,
      Cleanup cleanup,
      Progress progress,
      LockWatch locks,
      RestoreScope scope,
      RestoreOptions options,
      TargetPrivileges.Reader reader) {
    this.client = client;
    this.login = login;
    this.applicationName = applicationName;
    this.session = session;
    this.cleanup = cleanup;
    this.progress = progress;
    this.errors = new RestoreErrors(login, locks);
    this.scope = scope;
    this.options = options;
    this.reader = reader;
  }

  /**
   * Looks whether the target has what the archive needs, and begins the transaction.
   *
   * @param lockTimeoutSeconds how long to wait for a table that another session holds
   * @return the transaction's id, with its epoch
   * @throws AgentException what {@link RestorePreconditions} says
   */
  public String begin(long lockTimeoutSeconds) throws AgentException {
    try {
      RestorePreconditions.require(session, login, scope);
      dropped.addAll(
          new ScopeClearing(session, scope).outside(options.dropOutside(), login.database()));
      session.execute("SET lock_timeout = '" + lockTimeoutSeconds + "s'; BEGIN READ WRITE;");
      id = session.row(CURRENT_ID).get("id").asText();
      return id;
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /**
   * Restores; nothing is committed.
   *
   * @param archive authentic and complete when it was read before
   * @param sha256 of what was read then, hexadecimal
   * @param expected what it holds
   * @param known hears what is dropped before it is
   * @throws AgentException {@code PgRestoreFailed} and others; the database is as it was
   */
  public void run(
      ArchiveScript.Source archive,
      String sha256,
      ArchiveSummary expected,
      Consumer<RestoreOutcome> known)
      throws AgentException {
    try (OtherSessions others =
        new OtherSessions(
            client,
            login,
            applicationName,
            session,
            options.connections() == RestoreOptions.Connections.Refuse,
            !scope.isDatabase(),
            cleanup)) {
      dropped.addAll(new ScopeClearing(session, scope).additions());
      tellWhatGoes();
      privileges = reader.read();
      List<String> invalid = InvalidIndexes.in(session);
      KeptRows rows = clear();
      known.accept(outcome(others.ended()));
      TargetFacts target = TargetFacts.ask(session);
      RestoreEdits edits = new RestoreEdits(scope, target, options.owners());
      runScript(archive, sha256, target, edits, others);
      requireSameTransaction(others);
      session.execute(OWN_SETTINGS + edits.owners().revocations());
      settle(rows, target, edits, expected);
      notRestored.addAll(InvalidIndexes.gone(session, invalid));
      ended = others.ended();
    } catch (SqlException e) {
      throw errors.of(e);
    }
  }

  private KeptRows clear() throws SqlException, AgentException {
    ScopeClearing clearing = new ScopeClearing(session, scope);
    KeptRows rows = new KeptRows(session);
    rows.hold(scope.contents());
    notRestored.addAll(LeftOutTable.empty(session, scope.contents()));
    clearing.clear();
    return rows;
  }

  private void tellWhatGoes() {
    if (!dropped.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("objects", dropped.size())
          .log("the backup does not have them, so they go: {}", String.join(", ", dropped));
    }
  }

  private void runScript(
      ArchiveScript.Source archive,
      String sha256,
      TargetFacts target,
      RestoreEdits edits,
      OtherSessions others)
      throws SqlException, AgentException {
    session.execute(edits.owners().grantsInPresentSchemas());
    new ArchiveScript(client, login, session, cleanup, progress, errors, others)
        .run(
            archive,
            sha256,
            edits,
            TrustedPath.of(options.searchPath(), scope, target),
            target.settings());
    notRestored.addAll(edits.notRestored());
  }

  private void settle(
      KeptRows rows, TargetFacts target, RestoreEdits edits, ArchiveSummary expected)
      throws SqlException, AgentException {
    notRestored.addAll(Optionally.take(session));
    notRestored.addAll(edits.notRestored().stream().filter(n -> !notRestored.contains(n)).toList());
    RestoreChecks checks = new RestoreChecks(session, scope, errors);
    checks.requireRows(expected.contents(), edits);
    checks.requireObjects(edits);
    notRestored.addAll(privileges.apply(session, target.superuser()));
    notRestored.addAll(rows.putBack(options.discardExcludedRows()));
    if (scope.isDatabase()) {
      DatabaseProperties.apply(
          session, login.database(), scope.contents(), target, privileges.areOfArchive(), true);
      notRestored.addAll(Optionally.take(session));
      notRestored.addAll(DatabaseProperties.notHeld(scope.contents()));
    }
    notRestored.addAll(GrantWarnings.in(session.messages()));
  }

  /**
   * Makes it last.
   *
   * @return false when the connection was lost before the server answered: whether it was committed
   *     only the server can say, see {@link TransactionOutcome}
   */
  public boolean commit() throws AgentException {
    try {
      session.execute("COMMIT;");
      return true;
    } catch (SqlException e) {
      if (e.connectionLost()) {
        return false;
      }
      throw errors.of(e);
    }
  }

  /** What it came to. */
  public RestoreOutcome outcome() {
    return outcome(ended);
  }

  private RestoreOutcome outcome(int endedUntilNow) {
    return new RestoreOutcome(
        RestoreOptions.Mode.InPlace,
        null,
        dropped.size(),
        dropped.stream().limit(RestoreOutcome.MOST_NAMED).toList(),
        notRestored.stream().limit(RestoreOutcome.MOST_NAMED).toList(),
        notRestored.size(),
        endedUntilNow,
        null);
  }

  /**
   * A COMMIT inside the archive is not seen before it has worked; it must not be called success.
   * Another session is asked, which nothing in the archive can reach.
   */
  private void requireSameTransaction(OtherSessions others) throws SqlException, AgentException {
    if (!others.state().isIn(id)) {
      throw new AgentException(
          ErrorCode.PgRestoreFailed,
          "The archive has a statement that ended the restore's transaction, so \""
              + login.database()
              + "\" may hold a part of what the archive has: look who made the file, and restore"
              + " another one.");
    }
  }
}
