package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.postgres.ExtensionVersions;
import io.proxpanel.backup.agent.postgres.LockWatch;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RestoreTransaction;
import io.proxpanel.backup.agent.postgres.Statistics;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.RestoreOutcome;
import java.util.List;

/** Restores into the database itself, in one transaction. */
final class InPlaceRestore {
  private final Restoring restoring;
  private final ModeChoice choice;
  private final PsqlSession session;

  /**
   * A restore that has not begun.
   *
   * @param choice what is reported of the mode
   * @param session in the database, which holds the lock for restores
   */
  InPlaceRestore(Restoring restoring, ModeChoice choice, PsqlSession session) {
    this.restoring = restoring;
    this.choice = choice;
    this.session = session;
  }

  void run() throws AgentException {
    TaskReport report = restoring.context().report();
    try (LockWatch locks =
        new LockWatch(
            restoring.clients().newest(),
            restoring.login(),
            restoring.applicationName(),
            restoring.lockTimeoutSeconds(),
            restoring.context().cleanup())) {
      RestoreTransaction transaction =
          new RestoreTransaction(
              restoring.client(),
              restoring.login(),
              restoring.applicationName(),
              session,
              restoring.context().cleanup(),
              new Progress(restoring.context().clock(), "restoring")::add,
              locks,
              restoring.scope(),
              restoring.options(),
              restoring::privileges);
      String id = transaction.begin(restoring.lockTimeoutSeconds());
      report.transaction(id);
      transaction.run(
          restoring::archive,
          restoring.sha256(),
          restoring.file().archive(),
          known -> report.restored(told(known)));
      report.restored(
          told(
              ExtensionVersions.told(
                  transaction.outcome(), restoring.manifest(), session, restoring.login())));
      report.stage(TaskReport.COMMITTING);
      if (!transaction.commit()) {
        CommitOutcome.require(restoring.context(), id, restoring.login(), restoring.clients());
      }
    }
    analyze(report);
  }

  private RestoreOutcome told(RestoreOutcome outcome) {
    return outcome.in(choice.mode(), choice.reason());
  }

  /** Statistics for the planner; without them the restored database is there, and slow. */
  private void analyze(TaskReport report) throws AgentException {
    report.stage("analyzing");
    try (PsqlSession analyzing =
        PsqlSession.open(
            restoring.clients().newest(),
            restoring.login(),
            restoring.applicationName(),
            restoring.context().cleanup())) {
      List<String> failed =
          Statistics.make(analyzing, restoring.login(), restoring.task().tenantSchema());
      if (!failed.isEmpty()) {
        report.warn(Restoring.notAnalyzed(String.join("; ", failed)));
      }
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      report.warn(Restoring.notAnalyzed(e.getMessage()));
    }
  }
}
