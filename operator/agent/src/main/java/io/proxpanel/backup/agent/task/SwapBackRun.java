package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RestorePreconditions;
import io.proxpanel.backup.agent.postgres.swap.Rename;
import io.proxpanel.backup.agent.postgres.swap.ServerSide;
import io.proxpanel.backup.agent.postgres.swap.SwapStep;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.util.List;

/** Gives a database that a restore has replaced its name again. */
final class SwapBackRun {
  private final TaskContext context;
  private final Task.SwapBack task;

  SwapBackRun(TaskContext context, Task.SwapBack task) {
    this.context = context;
    this.task = task;
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    Confirmation.require(task.database().name(), task.confirmOverwrite());
    context.report().stage("probing");
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    String applicationName = "proxpanel-restore-" + task.uid();
    try (DatabaseLogin login =
        DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup())) {
      ServerSide server =
          new ServerSide(clients.newest(), login, applicationName, context.cleanup());
      try (PsqlSession session =
          PsqlSession.openDirect(clients.newest(), login, applicationName, context.cleanup())) {
        context.interruption().sessions(clients.newest(), login, applicationName);
        RestorePreconditions.requireWritable(session, login);
        DatabaseGuard guard = new DatabaseGuard(session, login, applicationName);
        guard.endLeftovers();
        guard.lockForRestore();
        if (EarlierAttempt.succeeded(
            context, task.uid(), task.previousTransactionId(), session, login)) {
          return;
        }
        context.report().stage(TaskResult.RESTORING);
        report(back(server, session, login));
      }
    }
  }

  private Rename.Renamed back(ServerSide server, PsqlSession session, DatabaseLogin login)
      throws AgentException {
    SwapStep.Listener committing =
        new SwapStep.Listener() {
          @Override
          public void done(SwapStep step) {}

          @Override
          public void committing(String transactionId) throws AgentException {
            context.report().transaction(transactionId);
            context.report().stage(TaskReport.COMMITTING);
          }
        };
    try {
      return new Rename(server, context.clock(), committing)
          .back(
              task.keptDatabase(),
              login.database(),
              task.uid(),
              task.connections() == RestoreOptions.Connections.Refuse,
              session::close);
    } catch (AgentException e) {
      String kept =
          e.code() == ErrorCode.DatabaseUnreachable
              ? EarlierAttempt.keptAllTheSame(task.uid(), server, e)
              : null;
      if (kept == null) {
        throw e;
      }
      return new Rename.Renamed(kept, 0);
    }
  }

  private void report(Rename.Renamed renamed) {
    context
        .report()
        .restored(
            new RestoreOutcome(
                RestoreOptions.Mode.Swap,
                null,
                0,
                List.of(),
                List.of(),
                0,
                renamed.sessionsEnded(),
                renamed.keptName()));
  }
}
