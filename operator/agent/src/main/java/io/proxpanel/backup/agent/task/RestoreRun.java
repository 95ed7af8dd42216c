package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.postgres.ConnectionErrors;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.MissingRoles;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.ReplacedDatabase;
import io.proxpanel.backup.agent.postgres.RestorePreconditions;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.agent.postgres.SqlException;
import io.proxpanel.backup.agent.postgres.swap.EmptyDatabase;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RestoreOptions.Mode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proves a file and restores it into one database or one schema of it, in one of the modes. */
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
    Confirmation.require(task.database().name(), task.confirmOverwrite());
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
    String applicationName = Restoring.applicationName(task);
    try (DatabaseLogin login =
        DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup())) {
      if (task.options().mode() == Mode.NewDatabase) {
        NewDatabase made = new NewDatabase(context, task, clients, login);
        if (made.isWanted()) {
          made.run(file, manifest, unproven);
          return;
        }
      }
      try (PsqlSession session =
          PsqlSession.openDirect(clients.newest(), login, applicationName, context.cleanup())) {
        context.interruption().sessions(clients.newest(), login, applicationName);
        RestorePreconditions.requireWritable(session, login);
        ServerFacts server = ServerFacts.ask(session, login);
        DatabaseGuard guard = new DatabaseGuard(session, login, applicationName);
        guard.endLeftovers();
        guard.lockForRestore();
        if (EarlierAttempt.succeeded(
            context, task.uid(), task.previousTransactionId(), session, login)) {
          return;
        }
        if (unproven != null) {
          throw unproven;
        }
        restore(restoring(file, manifest, clients, login, server), session);
      }
    }
  }

  private Restoring restoring(
      ProvenFile file,
      Optional<Manifest> manifest,
      PostgresClients clients,
      DatabaseLogin login,
      ServerFacts server)
      throws AgentException {
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
    return new Restoring(context, task, file, manifest, clients, client, login, server);
  }

  private void restore(Restoring restoring, PsqlSession session) throws AgentException {
    context
        .report()
        .warn(
            MissingRoles.warning(
                session, restoring.login(), restoring.file().archive().contents().roles()));
    context.report().stage(TaskResult.RESTORING);
    Mode mode = task.options().mode();
    ModeChoice choice = ModeChoice.asked(mode);
    if (mode == Mode.NewDatabase) {
      requireEmpty(restoring, session);
    } else if (mode != Mode.InPlace) {
      ReplacedDatabase replaced =
          ReplacedDatabase.ask(session, restoring.login(), restoring.scope());
      SwapObstacles obstacles = new SwapObstacles(restoring, replaced);
      choice = mode == Mode.Swap ? obstacles.require() : obstacles.choose();
      if (choice.mode() == Mode.Swap) {
        SwapRestore swap = new SwapRestore(restoring, choice, replaced, session);
        try {
          swap.create();
        } catch (AgentException e) {
          if (mode == Mode.Swap || !SwapObstacles.isOne(e)) {
            throw e;
          }
          choice = ModeChoice.inPlace(e.getMessage());
        }
        if (choice.mode() == Mode.Swap) {
          swap.run();
          return;
        }
      }
    }
    new InPlaceRestore(restoring, choice, session).run();
  }

  private static void requireEmpty(Restoring restoring, PsqlSession session) throws AgentException {
    try {
      Optional<String> object = EmptyDatabase.firstObject(session);
      if (object.isPresent()) {
        throw new AgentException(
            ErrorCode.RestoreRefused,
            "The database \""
                + restoring.database()
                + "\" is not empty (it has the "
                + object.get()
                + "), and mode: NewDatabase overwrites nothing: nothing was touched. Name a database"
                + " that does not exist, or restore with mode: InPlace to replace what is there.");
      }
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, restoring.login());
    }
  }
}
