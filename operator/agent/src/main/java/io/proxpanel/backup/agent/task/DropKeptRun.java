package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.swap.Rename;
import io.proxpanel.backup.agent.postgres.swap.ServerSide;
import io.proxpanel.backup.contract.Task;

/** Drops a database that a restore has replaced and kept. */
final class DropKeptRun {
  private final TaskContext context;
  private final Task.DropKept task;

  DropKeptRun(TaskContext context, Task.DropKept task) {
    this.context = context;
    this.task = task;
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    context.report().stage("dropping");
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
        DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup())) {
      ServerSide server =
          new ServerSide(
              clients.newest(), login, "proxpanel-restore-" + task.uid(), context.cleanup());
      new Rename(server, context.clock(), step -> {}).dropKept(task.keptDatabase(), task.uid());
    }
  }
}
