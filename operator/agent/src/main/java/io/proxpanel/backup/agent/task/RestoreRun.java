package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.ExtensionVersions;
import io.proxpanel.backup.agent.postgres.LockWatch;
import io.proxpanel.backup.agent.postgres.MissingRoles;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RestorePreconditions;
import io.proxpanel.backup.agent.postgres.RestoreScope;
import io.proxpanel.backup.agent.postgres.RestoreTransaction;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.agent.postgres.Statistics;
import io.proxpanel.backup.agent.postgres.TargetPrivileges;
import io.proxpanel.backup.agent.postgres.TransactionOutcome;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves a file and restores it, in one transaction, into one database or one schema of it. */
final class RestoreRun {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

  private final TaskContext context;
  private final Task.Restore task;

  RestoreRun(TaskContext context, Task.Restore task) {
    this.context = context;
    this.task = task;
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    FileNames.requireBaseName(task.fileName());
    requireInPlace();
    requireConfirmation();
    context.report().stage("authenticating");
    try (RestoreSource source = new RestoreSource(context, task)) {
      ProvenFile file = null;
      AgentException unproven = null;
      try {
        file = source.prove();
      } catch (AgentException e) {
        if (task.previousTransactionId() == null) {
          throw e;
        }
        // If an earlier attempt was committed, the file is not needed any more.
        unproven = e;
      }
      run(file, source.manifest(), unproven);
    }
  }

  private void run(ProvenFile file, Optional<Manifest> manifest, AgentException unproven)
      throws AgentException {
    context.report().stage("probing");
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
            DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup());
        PsqlSession session =
            PsqlSession.openDirect(clients.newest(), login, applicationName(), context.cleanup())) {
      context.interruption().sessions(clients.newest(), login, applicationName());
      RestorePreconditions.requireWritable(session, login);
      ServerFacts server = ServerFacts.ask(session, login);
      DatabaseGuard guard = new DatabaseGuard(session, login, applicationName());
      guard.endLeftovers();
      guard.lockForRestore();
      if (earlierAttemptSucceeded(session, login)) {
        return;
      }
      if (unproven != null) {
        throw unproven;
      }
      PostgresClients.Client client =
          clients.forRestore(file.archive().header().version(), server.major());
      context
          .report()
          .server(
              new TaskResult.Server(
                  server.version(), String.valueOf(client.major()), server.databaseBytes()));
      LOG.atInfo()
          .addKeyValue("database", login.database())
          .addKeyValue("server", login.server())
          .addKeyValue("pg_restore", client.major())
          .log("restoring into {}", server);
      restore(file, manifest, server, session, login, client, clients);
    }
  }

  private String applicationName() {
    return "proxpanel-restore-" + task.uid();
  }

  private void restore(
      ProvenFile file,
      Optional<Manifest> manifest,
      ServerFacts server,
      PsqlSession session,
      DatabaseLogin login,
      PostgresClients.Client client,
      PostgresClients clients)
      throws AgentException {
    context.report().warn(MissingRoles.warning(session, login, file.archive().contents().roles()));
    context.report().stage(TaskResult.RESTORING);
    long lockTimeout = context.settings().lockTimeoutSeconds();
    try (LockWatch locks =
        new LockWatch(clients.newest(), login, applicationName(), lockTimeout, context.cleanup())) {
      RestoreTransaction transaction =
          new RestoreTransaction(
              client,
              login,
              applicationName(),
              session,
              context.cleanup(),
              new Progress(context.clock(), "restoring")::add,
              locks,
              RestoreScope.of(
                  file.archive().contents(), task.tenantSchema(), task.fileName(), manifest),
              task.options().orWithSearchPath(searchPath(manifest, server)),
              () ->
                  saysWhoMayDoWhat(file, manifest)
                      ? TargetPrivileges.NONE
                      : TargetPrivileges.read(
                          clients.forDump(server.major(), server.version()),
                          login,
                          applicationName(),
                          task.tenantSchema(),
                          lockTimeout,
                          context.cleanup()));
      String id = transaction.begin(lockTimeout);
      context.report().transaction(id);
      transaction.run(
          () -> BackupFile.openPlaintext(file.path(), file.opened()),
          file.opened().plaintextSha256(),
          file.archive(),
          context.report()::restored);
      context
          .report()
          .restored(ExtensionVersions.told(transaction.outcome(), manifest, session, login));
      context.report().stage(TaskReport.COMMITTING);
      if (!transaction.commit()) {
        requireCommitted(id, login, clients);
      }
    }
    analyze(login, clients);
  }

  /** Panels dump without privileges, and so did this agent before it recorded the search path. */
  private static boolean saysWhoMayDoWhat(ProvenFile file, Optional<Manifest> manifest) {
    boolean recorded =
        manifest.map(Manifest::server).map(TaskResult.Server::searchPath).isPresent();
    return recorded
        || file.archive().contents().items().stream()
            .anyMatch(item -> item.kind().endsWith("ACL") && !item.tag().startsWith("DATABASE "));
  }

  /** That of the role that dumped, where it was recorded, else of the role that restores. */
  private static String searchPath(Optional<Manifest> manifest, ServerFacts server) {
    return manifest
        .map(Manifest::server)
        .map(TaskResult.Server::searchPath)
        .orElse(server.searchPath());
  }

  /** Statistics for the planner; without them the restored database is there, and slow. */
  private void analyze(DatabaseLogin login, PostgresClients clients) throws AgentException {
    context.report().stage("analyzing");
    try (PsqlSession session =
        PsqlSession.open(clients.newest(), login, applicationName(), context.cleanup())) {
      List<String> failed = Statistics.make(session, login, task.tenantSchema());
      if (!failed.isEmpty()) {
        context.report().warn(notAnalyzed(String.join("; ", failed)));
      }
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      context.report().warn(notAnalyzed(e.getMessage()));
    }
  }

  private static String notAnalyzed(String why) {
    return "The data is back, but ANALYZE failed, so queries may be slow until autovacuum has done"
        + " it: "
        + why;
  }

  /** The connection was lost while the server was to commit: it knows whether it did. */
  private void requireCommitted(String id, DatabaseLogin login, PostgresClients clients)
      throws AgentException {
    String lost = "The connection to the database server " + login.server() + " was lost ";
    TransactionOutcome outcome;
    try (PsqlSession session =
        PsqlSession.open(clients.newest(), login, "proxpanel-outcome", context.cleanup())) {
      outcome = TransactionOutcome.await(session, login, id);
    } catch (AgentException e) {
      throw new AgentException(
          ErrorCode.DatabaseUnreachable,
          lost
              + "before it said whether the restore was committed, and it cannot be asked now: an"
              + " attempt that follows asks how transaction "
              + id
              + " ended before it does anything.",
          e);
    }
    if (outcome != TransactionOutcome.COMMITTED) {
      context.report().stage(TaskResult.RESTORING);
      throw new AgentException(
          ErrorCode.DatabaseUnreachable,
          lost + "before the restore was committed, and the database is as it was.");
    }
    LOG.atInfo().addKeyValue("transaction", id).log("committed, though the answer was lost");
  }

  private boolean earlierAttemptSucceeded(PsqlSession session, DatabaseLogin login)
      throws AgentException {
    String id = task.previousTransactionId();
    if (id == null) {
      return false;
    }
    context.report().transaction(id);
    TransactionOutcome outcome = TransactionOutcome.await(session, login, id);
    if (outcome == TransactionOutcome.COMMITTED) {
      LOG.atInfo().addKeyValue("transaction", id).log("an earlier attempt had been committed");
      return true;
    }
    LOG.atInfo().addKeyValue("transaction", id).log("an earlier attempt was undone");
    return false;
  }

  /** A mode that is passed over would overwrite a database that was to be left as it is. */
  private void requireInPlace() throws AgentException {
    RestoreOptions.Mode mode = task.options().mode();
    if (mode != RestoreOptions.Mode.InPlace) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The restore's mode is "
              + mode
              + " and this agent restores in place only: nothing was touched. Restore with the mode"
              + " InPlace.");
    }
  }

  private void requireConfirmation() throws AgentException {
    String database = task.database().name();
    if (!database.equals(task.confirmOverwrite())) {
      throw new AgentException(
          ErrorCode.OverwriteNotConfirmed,
          (task.confirmOverwrite() == null
                  ? "confirmOverwrite is missing"
                  : "confirmOverwrite is \"" + task.confirmOverwrite() + "\"")
              + " but the target database is \""
              + database
              + "\": nothing was touched. Make another Restore with confirmOverwrite: "
              + database
              + " to overwrite it.");
    }
  }
}
