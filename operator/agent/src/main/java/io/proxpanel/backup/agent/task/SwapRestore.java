package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.CarriedRows;
import io.proxpanel.backup.agent.postgres.ConnectionErrors;
import io.proxpanel.backup.agent.postgres.DatabaseLoad;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.ExtensionVersions;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.ReplacedDatabase;
import io.proxpanel.backup.agent.postgres.SqlException;
import io.proxpanel.backup.agent.postgres.TargetPrivileges;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts;
import io.proxpanel.backup.agent.postgres.swap.DatabaseTwin;
import io.proxpanel.backup.agent.postgres.swap.NotSet;
import io.proxpanel.backup.agent.postgres.swap.Rename;
import io.proxpanel.backup.agent.postgres.swap.ServerSide;
import io.proxpanel.backup.agent.postgres.swap.SwapState;
import io.proxpanel.backup.agent.postgres.swap.SwapStep;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a new database on the same server, which takes the place of the old one when all is there.
 * Until then the old one is not touched, and works on.
 */
final class SwapRestore {
  private static final Logger LOG = LoggerFactory.getLogger(SwapRestore.class);

  /** The work is the server's, and more sessions than this take more from others than they give. */
  static final int JOBS = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

  private final Restoring restoring;
  private final ModeChoice choice;
  private final ReplacedDatabase replaced;
  private final PsqlSession old;
  private final ServerSide server;
  private final List<NotRestored> notRestored = new ArrayList<>();
  private New made;

  /**
   * A restore that has not begun.
   *
   * @param choice what is reported of the mode
   * @param replaced what is known of the database that is replaced
   * @param old session in that database, which holds the lock for restores
   */
  SwapRestore(Restoring restoring, ModeChoice choice, ReplacedDatabase replaced, PsqlSession old) {
    this.restoring = restoring;
    this.choice = choice;
    this.replaced = replaced;
    this.old = old;
    this.server =
        new ServerSide(
            restoring.clients().newest(),
            restoring.login(),
            restoring.applicationName(),
            restoring.context().cleanup());
  }

  /**
   * Makes the new database, empty.
   *
   * @throws AgentException where there can be none; the server is as it was
   */
  void create() throws AgentException {
    try (PsqlSession session = server.open()) {
      DatabaseTwin twin = new DatabaseTwin(session, restoring.login(), step -> {});
      String name = dropLeftovers(session, twin);
      DatabaseFacts like =
          DatabaseFacts.read(session, restoring.database())
              .orElseThrow(() -> new IllegalStateException("a session is in it"));
      made = new New(name, like, restoring.login().to(name));
      restoring.context().interruption().dropping(server, name, restoring.task().uid());
      try {
        notSet(twin.create(like, name, restoring.database(), restoring.task().uid()));
        try (PsqlSession inNew = open()) {
          replaced.makeExtensions(inNew, made.login(), restoring.scope());
        }
        load().require();
      } catch (AgentException e) {
        drop(e);
        throw e;
      }
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, restoring.login());
    }
  }

  /**
   * A database that is to take the place of another one.
   *
   * @param name that it has meanwhile
   * @param like the one that it replaces
   * @param login to it
   */
  private record New(String name, DatabaseFacts like, DatabaseLogin login) {}

  /** Fills what was made and puts it into its place; it is dropped where that fails. */
  void run() throws AgentException {
    TaskReport report = restoring.context().report();
    report.restored(outcome(0, null));
    if (!replaced.gone().isEmpty()) {
      LOG.atInfo()
          .addKeyValue("objects", replaced.gone().size())
          .log("the backup does not have them, so they go: {}", String.join(", ", replaced.gone()));
    }
    Rename.Renamed renamed;
    try {
      fill(report);
      renamed = rename(report);
    } catch (AgentException e) {
      drop(e);
      throw e;
    }
    comment(report);
    report.restored(outcome(renamed.sessionsEnded(), renamed.keptName()));
  }

  private void fill(TaskReport report) throws AgentException {
    DatabaseLoad load = load();
    TargetPrivileges privileges = restoring.privileges();
    List<NotRestored> found =
        new ArrayList<>(
            load.fill(
                restoring::archive,
                restoring.sha256(),
                restoring.file().archive(),
                privileges,
                old,
                JOBS));
    try (PsqlSession session = open()) {
      Map<String, String> versions =
          restoring
              .manifest()
              .map(Manifest::extensions)
              .filter(known -> !known.isEmpty())
              .orElse(replaced.extensionVersions());
      found.addAll(
          ExtensionVersions.differing(versions, ExtensionVersions.ask(session, made.login())));
      notRestored.addAll(replaced.differences(found, session, made.login()));
    }
    report.stage("analyzing");
    List<String> failed = load.analyze();
    if (!failed.isEmpty()) {
      report.warn(Restoring.notAnalyzed(String.join("; ", failed)));
    }
    report.stage(TaskReport.REPLACING);
    notRestored.addAll(
        new CarriedRows(
                restoring.client(),
                old,
                restoring.login(),
                made.login(),
                restoring.applicationName(),
                restoring.context().cleanup())
            .carry(
                restoring.scope().contents(),
                restoring.lockTimeoutSeconds(),
                restoring.options().discardExcludedRows()));
    boolean known = !restoring.scope().contents().database().isEmpty();
    if (known) {
      notRestored.addAll(load.setProperties(restoring.saysWhoMayDoWhat()));
    }
    finish(known);
  }

  /** Where the archive says nothing of the database itself, all that the old one has goes along. */
  private void finish(boolean known) throws AgentException {
    try (PsqlSession session = server.open()) {
      DatabaseFacts like =
          known
              ? DatabaseFacts.read(session, made.name())
                  .orElseThrow(() -> new IllegalStateException("it was filled"))
              : made.like();
      notSet(
          new DatabaseTwin(session, restoring.login(), step -> {})
              .finish(like, made.name(), restoring.database(), restoring.task().uid()));
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, restoring.login());
    }
  }

  private Rename.Renamed rename(TaskReport report) throws AgentException {
    SwapStep.Listener committing =
        new SwapStep.Listener() {
          @Override
          public void done(SwapStep step) {}

          @Override
          public void committing(String transactionId) throws AgentException {
            report.restored(outcome(0, null));
            report.transaction(transactionId);
            report.stage(TaskReport.COMMITTING);
          }
        };
    try {
      return new Rename(server, restoring.context().clock(), committing)
          .swap(
              made.name(),
              restoring.database(),
              restoring.task().uid(),
              restoring.options().connections() == RestoreOptions.Connections.Refuse,
              old::close);
    } catch (AgentException e) {
      String kept =
          e.code() == ErrorCode.DatabaseUnreachable
              ? EarlierAttempt.keptAllTheSame(restoring.task().uid(), server, e)
              : null;
      if (kept == null) {
        throw e;
      }
      return new Rename.Renamed(kept, 0);
    }
  }

  /** The database's own comment has said until now what it was for. */
  private void comment(TaskReport report) {
    try (PsqlSession session = server.open()) {
      new DatabaseLoad(
              restoring.client(),
              restoring.login(),
              restoring.applicationName(),
              restoring.scope(),
              restoring.options(),
              restoring.context().cleanup(),
              bytes -> {})
          .comment(session);
    } catch (AgentException e) {
      report.warn("The data is back, but not the comment of the database: " + e.getMessage());
    }
  }

  /** Drops what attempts and restores have left that died; the name for a new one. */
  private String dropLeftovers(PsqlSession session, DatabaseTwin twin)
      throws SqlException, AgentException {
    String database = restoring.database();
    String uid = restoring.task().uid();
    for (String left : SwapState.leftovers(SwapState.observe(session), database, uid)) {
      LOG.atInfo().addKeyValue("database", left).log("dropping what a restore has left that died");
      twin.drop(left);
    }
    SwapState state = SwapState.of(SwapState.observe(session), database, uid);
    while (state.next() == SwapState.Next.DROP_NEW || state.next() == SwapState.Next.RENAME) {
      // What was written to the old database since an earlier attempt would be missing in it.
      twin.drop(state.newName());
      state = SwapState.of(SwapState.observe(session), database, uid);
    }
    if (state.next() != SwapState.Next.CREATE) {
      throw new AgentException(
          ErrorCode.DatabaseMissing,
          state.reason() == null ? "The restore was done before." : state.reason());
    }
    return state.newName();
  }

  private void drop(AgentException why) {
    try (PsqlSession session = server.open()) {
      new DatabaseTwin(session, restoring.login(), step -> {}).drop(made.name());
    } catch (AgentException e) {
      why.addSuppressed(e);
      LOG.atWarn()
          .addKeyValue("database", made.name())
          .log("not dropped, the next restore will do it: {}", e.getMessage());
    }
  }

  private PsqlSession open() throws AgentException {
    return PsqlSession.open(
        restoring.client(),
        made.login(),
        restoring.applicationName(),
        restoring.context().cleanup());
  }

  private DatabaseLoad load() {
    return new DatabaseLoad(
        restoring.client(),
        made.login(),
        restoring.applicationName(),
        restoring.scope(),
        restoring.options(),
        restoring.context().cleanup(),
        new Progress(restoring.context().clock(), "restoring")::add);
  }

  private void notSet(List<NotSet> what) {
    what.forEach(
        one ->
            notRestored.add(
                new NotRestored(
                    one.kind().toLowerCase(Locale.ROOT),
                    one.name() + " of the database",
                    one.reason() + (one.statement().isEmpty() ? "" : "; run " + one.statement()))));
  }

  private RestoreOutcome outcome(int ended, String keptName) {
    return new RestoreOutcome(
        choice.mode(),
        choice.reason(),
        replaced.gone().size(),
        replaced.gone().stream().limit(RestoreOutcome.MOST_NAMED).toList(),
        notRestored.stream().limit(RestoreOutcome.MOST_NAMED).toList(),
        notRestored.size(),
        ended,
        keptName);
  }
}
