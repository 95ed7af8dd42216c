package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveContents;
import io.proxpanel.backup.agent.postgres.ConnectionErrors;
import io.proxpanel.backup.agent.postgres.DatabaseLoad;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.ExtensionVersions;
import io.proxpanel.backup.agent.postgres.MissingRoles;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RestorePreconditions;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.agent.postgres.SqlException;
import io.proxpanel.backup.agent.postgres.TargetPrivileges;
import io.proxpanel.backup.agent.postgres.swap.DatabaseFacts;
import io.proxpanel.backup.agent.postgres.swap.DatabaseTwin;
import io.proxpanel.backup.agent.postgres.swap.LocaleOfArchive;
import io.proxpanel.backup.agent.postgres.swap.ServerSide;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreOutcome.NotRestored;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores into a database that does not exist: it is made, filled, and dropped where it fails. */
final class NewDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(NewDatabase.class);

  private final TaskContext context;
  private final Task.Restore task;
  private final PostgresClients clients;
  private final DatabaseLogin login;
  private final ServerSide server;
  private final List<NotRestored> notRestored = new ArrayList<>();

  NewDatabase(
      TaskContext context, Task.Restore task, PostgresClients clients, DatabaseLogin login) {
    this.context = context;
    this.task = task;
    this.clients = clients;
    this.login = login;
    this.server =
        new ServerSide(clients.newest(), login, Restoring.applicationName(task), context.cleanup());
  }

  /** Whether there is no such database, or one that an attempt of this task has not finished. */
  boolean isWanted() throws AgentException {
    try (PsqlSession session = server.open()) {
      RestorePreconditions.requireWritable(session, login);
      return DatabaseFacts.read(session, login.database())
          .map(found -> found.isUnfinished(task.uid()))
          .orElse(true);
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  /** Makes it and fills it. */
  void run(ProvenFile file, Optional<Manifest> manifest, AgentException unproven)
      throws AgentException {
    if (unproven != null) {
      throw unproven;
    }
    context.report().stage(TaskResult.RESTORING);
    try (PsqlSession session = server.open()) {
      DatabaseTwin twin = new DatabaseTwin(session, login, step -> {});
      twin.dropUnfinished(login.database(), task.uid());
      context.interruption().dropping(server, login.database(), task.uid());
      context
          .report()
          .warn(MissingRoles.warning(session, login, file.archive().contents().roles()));
      try {
        create(twin, file.archive().contents());
        Restoring restoring = restoring(file, manifest);
        fill(restoring);
        commit(session, restoring);
      } catch (AgentException e) {
        drop(e);
        throw e;
      }
    }
  }

  private void create(DatabaseTwin twin, ArchiveContents contents) throws AgentException {
    DatabaseFacts.Locale locale = LocaleOfArchive.of(contents.createDatabase()).orElse(null);
    try {
      twin.createNew(locale, contents.databaseOwner(), login.database(), task.uid());
    } catch (AgentException e) {
      if (locale == null || e.code() != ErrorCode.PgRestoreFailed) {
        throw e;
      }
      // Another system may not have it: its order of characters is that of the server then.
      twin.dropUnfinished(login.database(), task.uid());
      twin.createNew(null, contents.databaseOwner(), login.database(), task.uid());
      notRestored.add(new NotRestored("locale", "of the database", e.getMessage()));
    }
  }

  private Restoring restoring(ProvenFile file, Optional<Manifest> manifest) throws AgentException {
    try (PsqlSession session =
        PsqlSession.openDirect(
            clients.newest(), login, Restoring.applicationName(task), context.cleanup())) {
      ServerFacts known = ServerFacts.ask(session, login);
      PostgresClients.Client client =
          clients.forRestore(file.archive().header().version(), known.major());
      context
          .report()
          .server(
              new TaskResult.Server(
                  known.version(), String.valueOf(client.major()), known.databaseBytes()));
      LOG.atInfo()
          .addKeyValue("database", login.database())
          .addKeyValue("server", login.server())
          .addKeyValue("pg_restore", client.major())
          .log("restoring into a new database of {}", known);
      return new Restoring(context, task, file, manifest, clients, client, login, known);
    }
  }

  private void fill(Restoring restoring) throws AgentException {
    DatabaseLoad load = load(restoring);
    load.require();
    notRestored.addAll(
        load.fill(
            restoring::archive,
            restoring.sha256(),
            restoring.file().archive(),
            TargetPrivileges.NONE,
            null,
            SwapRestore.JOBS));
    context.report().stage("analyzing");
    List<String> failed = load.analyze();
    if (!failed.isEmpty()) {
      context.report().warn(Restoring.notAnalyzed(String.join("; ", failed)));
    }
    try (PsqlSession session =
        PsqlSession.open(
            restoring.client(), login, restoring.applicationName(), context.cleanup())) {
      notRestored.addAll(
          ExtensionVersions.differing(
              restoring.manifest().map(Manifest::extensions).orElse(Map.of()),
              ExtensionVersions.ask(session, login)));
    }
    if (restoring.scope().isDatabase()) {
      notRestored.addAll(load.setProperties(restoring.saysWhoMayDoWhat()));
    }
  }

  private void commit(PsqlSession session, Restoring restoring) throws AgentException {
    try {
      session.execute("BEGIN;");
      String id = session.row("SELECT pg_catalog.txid_current()::text AS id").get("id").asText();
      load(restoring).comment(session);
      context.report().restored(outcome());
      context.report().transaction(id);
      context.report().stage(TaskReport.COMMITTING);
      try {
        session.execute("COMMIT;");
      } catch (SqlException e) {
        if (!e.connectionLost()) {
          throw e;
        }
        CommitOutcome.require(context, id, login, clients);
      }
    } catch (SqlException e) {
      throw ConnectionErrors.of(e, login);
    }
  }

  private void drop(AgentException why) {
    try (PsqlSession session = server.open()) {
      new DatabaseTwin(session, login, step -> {}).dropUnfinished(login.database(), task.uid());
    } catch (AgentException e) {
      why.addSuppressed(e);
      LOG.atWarn().log("the unfinished database was not dropped: {}", e.getMessage());
    }
  }

  private DatabaseLoad load(Restoring restoring) {
    return new DatabaseLoad(
        restoring.client(),
        login,
        restoring.applicationName(),
        restoring.scope(),
        restoring.options(),
        context.cleanup(),
        new Progress(context.clock(), "restoring")::add);
  }

  private RestoreOutcome outcome() {
    return new RestoreOutcome(
        RestoreOptions.Mode.NewDatabase,
        null,
        0,
        List.of(),
        notRestored.stream().limit(RestoreOutcome.MOST_NAMED).toList(),
        notRestored.size(),
        0,
        null);
  }
}
