package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.Room;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.DumpScope;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RestorabilityCheck;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tries what backups will need, before it matters. What is wrong in one place does not keep the
 * others from being tried, so that a person mends all of it at once.
 */
final class ProbeRun {
  private static final byte[] TEXT =
      "Written by proxpanel-backup to see whether backups can be stored here. It may be deleted.\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final TaskContext context;
  private final Task.Probe task;

  ProbeRun(TaskContext context, Task.Probe task) {
    this.context = context;
    this.task = task;
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    if (task.database() == null && task.destinations().isEmpty() && task.routers() == null) {
      throw new AgentException(ErrorCode.TaskInvalid, "The task has nothing to try.");
    }
    AgentException database = tryDatabase();
    if (task.routers() != null) {
      new RouterLoginsRun(context, task.uid(), task.routers()).run();
    }
    context.report().stage("trying the destinations");
    try {
      EachDestination.run(context.report(), task.destinations(), this::probe);
    } catch (AgentException e) {
      if (database == null) {
        throw e;
      }
      database.addSuppressed(e);
    }
    if (database != null) {
      throw database;
    }
  }

  /** Why a dump would fail, or null; the server's facts are reported only when it would not. */
  private AgentException tryDatabase() throws AgentException {
    if (task.database() == null) {
      return null;
    }
    context.report().stage("probing");
    try {
      context.report().server(database());
      return null;
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      return e;
    }
  }

  private TaskResult.Server database() throws AgentException {
    String applicationName = "proxpanel-backup-" + task.uid();
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
            DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup());
        PsqlSession session =
            PsqlSession.openDirect(clients.newest(), login, applicationName, context.cleanup())) {
      context.interruption().sessions(clients.newest(), login, applicationName);
      ServerFacts server = ServerFacts.ask(session, login);
      if (task.dumps()) {
        DumpScope scope = DumpScope.ask(session, login, task.scope());
        ServerFacts.requireReadable(session, login, scope);
        context
            .report()
            .restorable(
                RestorabilityCheck.ask(
                    clients.newest(), login, applicationName, scope, context.cleanup()));
      }
      PostgresClients.Client client = clients.forDump(server.major(), server.version());
      context.report().warn(clients.dumpWarning(server.major(), server.version(), client));
      return new TaskResult.Server(
          server.version(), Integer.toString(client.major()), server.databaseBytes());
    }
  }

  private DestinationResult probe(Destination destination) throws AgentException {
    // Of this schedule alone: what a killed probe has left is found and removed by the next.
    String name = "proxpanel-backup-probe-" + task.uid();
    try (Store store = Stores.open(destination, context.cleanup())) {
      if (destination.cloud() == null) {
        store.removeUnfinished(name, task.uid());
        if (store.stat(name).isPresent()) {
          store.delete(name);
        }
        write(destination, store, name);
      } else {
        // A file would stand among the backups that a panel shows, and all that can be wrong shows
        // without one.
        store.list(any -> false);
      }
      return Room.ofAtLast(store)
          .result(destination.name(), DestinationResult.READY, store.place());
    }
  }

  private void write(Destination destination, Store store, String name) throws AgentException {
    try (Store.Upload upload = store.upload(name, task.uid(), Content.of(TEXT))) {
      if (destination.s3() != null && destination.s3().immutableSeconds() != null) {
        // Once it had its name, nobody could delete it for as long as backups are kept.
        return;
      }
      upload.commit();
    }
    try {
      requireSame(store, name);
    } finally {
      store.delete(name);
    }
    if (store.stat(name).isPresent()) {
      throw new AgentException(
          ErrorCode.DestinationProtocolError,
          "The file "
              + store.location(name)
              + " is still there after it was deleted: look whether the server keeps deleted files,"
              + " since retention could not free any room there.");
    }
  }

  private static void requireSame(Store store, String name) throws AgentException {
    byte[] read;
    try (InputStream in = store.read(name, 0)) {
      read = in.readNBytes(TEXT.length + 1);
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "Reading " + store.location(name) + " failed: " + e.getMessage() + ".");
    }
    if (!Arrays.equals(TEXT, read)) {
      throw new AgentException(
          ErrorCode.ReadBackFailed,
          "The file "
              + store.location(name)
              + " was read back and is not what was written: do not store backups there before it"
              + " is known why.");
    }
  }
}
