package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.LocalFolder;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.NamedPassword;
import io.proxpanel.backup.agent.format.PasswordFile;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RestoreTransaction;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.agent.postgres.TransactionOutcome;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves a file and restores it, in one transaction, into one database. */
final class RestoreRun {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreRun.class);

  private final TaskContext context;
  private final Task.Restore task;

  RestoreRun(TaskContext context, Task.Restore task) {
    this.context = context;
    this.task = task;
  }

  /** A file that is authentic and whose archive is whole. */
  private record Proven(Path path, BackupFile.Opened opened, ArchiveSummary archive) {}

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    FileNames.requireBaseName(task.fileName());
    requireConfirmation();
    context.report().stage("authenticating");
    Proven file = prove();
    context.report().file(storedFile(file));
    context.report().archive(file.archive().counts());
    context.report().stage("probing");
    String applicationName = "proxpanel-restore-" + task.uid();
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
            DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup());
        PsqlSession session =
            PsqlSession.open(clients.newest(), login, applicationName, context.cleanup())) {
      context.interruption().sessions(clients.newest(), login, applicationName);
      ServerFacts server = ServerFacts.ask(session, login);
      DatabaseGuard guard = new DatabaseGuard(session, login, applicationName);
      guard.endLeftovers();
      guard.lockForRestore();
      if (earlierAttemptSucceeded(session, login)) {
        return;
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
      restore(file, session, login, client, clients);
    }
  }

  private void restore(
      Proven file,
      PsqlSession session,
      DatabaseLogin login,
      PostgresClients.Client client,
      PostgresClients clients)
      throws AgentException {
    context.report().stage("restoring");
    RestoreTransaction transaction =
        new RestoreTransaction(
            client,
            login,
            session,
            context.cleanup(),
            new Progress(context.clock(), "restoring")::add);
    String id = transaction.begin(context.settings().lockTimeoutSeconds());
    context.report().transaction(id);
    transaction.run(
        () -> BackupFile.openPlaintext(file.path(), file.opened()),
        file.opened().plaintextSha256(),
        file.archive());
    context.report().stage("committing");
    try {
      transaction.commit();
    } catch (AgentException e) {
      if (e.code() != ErrorCode.DatabaseUnreachable || !committed(id, login, clients, e)) {
        throw e;
      }
    }
  }

  /** The connection was lost while the server committed: it knows whether it did. */
  private boolean committed(
      String id, DatabaseLogin login, PostgresClients clients, AgentException lost) {
    try (PsqlSession session =
        PsqlSession.open(clients.newest(), login, "proxpanel-outcome", context.cleanup())) {
      return TransactionOutcome.ask(session, login, id) == TransactionOutcome.COMMITTED;
    } catch (AgentException e) {
      // The next attempt asks again, by the id in the result.
      lost.addSuppressed(e);
      return false;
    }
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

  private Proven prove() throws AgentException {
    LocalFolder folder = LocalFolder.open(task.source());
    Path path = folder.resolve(task.fileName());
    List<NamedPassword> passwords = new ArrayList<>();
    for (String file : task.passwordFiles()) {
      passwords.add(PasswordFile.read(Path.of(file)));
    }
    if (passwords.isEmpty()) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "The task has no password to open the file with.");
    }
    ScannerOfTheKeyThatFits scanners = new ScannerOfTheKeyThatFits();
    BackupFile.Opened opened =
        BackupFile.authenticate(path, BackupKey.candidates(passwords), scanners::begin);
    return new Proven(path, opened, scanners.last.summary());
  }

  /** Each key begins anew; the last one that began is the one that fitted. */
  private static final class ScannerOfTheKeyThatFits {
    private ArchiveScanner last;

    ArchiveScanner begin() {
      last = new ArchiveScanner();
      return last;
    }
  }

  private TaskResult.StoredFile storedFile(Proven file) {
    BackupFile.Opened opened = file.opened();
    return new TaskResult.StoredFile(
        task.fileName(),
        opened.sizeBytes(),
        opened.sha256(),
        opened.plaintextBytes(),
        opened.plaintextSha256(),
        opened.header().format(),
        opened.key().order(),
        opened.header().licenseKey());
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
              + "\": nothing was touched. Write confirmOverwrite: "
              + database
              + " to overwrite it.");
    }
  }
}
