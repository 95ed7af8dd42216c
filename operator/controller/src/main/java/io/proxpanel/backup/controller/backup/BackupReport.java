package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.RunReport;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;

/** What status says after a plan. Pure but for the clock of the conditions. */
final class BackupReport<R extends StoredResource> {
  private final Conditions conditions;
  private final BackupKind<R> kind;

  BackupReport(Conditions conditions, BackupKind<R> kind) {
    this.conditions = conditions;
    this.kind = kind;
  }

  /**
   * The status after the plan; the Backup's own stays as it is.
   *
   * @param fileName the name that was chosen, where the plan needs one, or null
   */
  StoredStatus after(R backup, BackupPlan plan, String fileName, Instant now) {
    StoredStatus status = StatusCopy.of(backup);
    status.observedGeneration = backup.getMetadata().getGeneration();
    Verdict verdict = apply(backup, status, plan, fileName, now);
    status.conditions =
        conditions.with(
            status.conditions, Conditions.SUCCEEDED, verdict, status.observedGeneration);
    if (plan instanceof BackupPlan.Succeed succeed) {
      StoredResult.conclude(status, conditions, null, status.observedGeneration);
      kind.restorable(backup, succeed.result())
          .ifPresent(
              said ->
                  status.conditions =
                      conditions.with(
                          status.conditions,
                          Conditions.RESTORABLE,
                          said,
                          status.observedGeneration));
    }
    return status;
  }

  private Verdict apply(
      R backup, StoredStatus status, BackupPlan plan, String fileName, Instant now) {
    if (plan instanceof BackupPlan.Accept) {
      status.phase = Phase.Pending;
      status.fileName = fileName;
      return Verdict.unknown(Reason.Accepted, "The file will be " + fileName + ".");
    }
    if (plan instanceof BackupPlan.Wait wait) {
      return RunReport.waiting(status, wait.reason(), wait.message(), now);
    }
    if (plan instanceof BackupPlan.Start start) {
      String job = BackupDecision.jobName(backup, kind.verb(), start.attempt());
      return RunReport.starting(status, start.attempt(), job);
    }
    if (plan instanceof BackupPlan.Withdraw withdraw) {
      return RunReport.withdrawn(status, withdraw.reason(), withdraw.message(), now);
    }
    if (plan instanceof BackupPlan.Follow follow) {
      return RunReport.following(status, follow.reason(), follow.message(), now);
    }
    if (plan instanceof BackupPlan.Succeed succeed) {
      return succeed(backup, status, succeed);
    }
    int most = BackupDecision.most(backup);
    if (plan instanceof BackupPlan.Retry retry) {
      return RunReport.retrying(status, retry.failure(), retry.next(), most);
    }
    if (plan instanceof BackupPlan.Rename rename) {
      status.fileName = fileName;
      return RunReport.retrying(status, rename.failure(), now, most);
    }
    if (plan instanceof BackupPlan.Fail fail) {
      return RunReport.failed(status, fail.failure(), fail.at());
    }
    throw new IllegalArgumentException("Changes nothing: " + plan);
  }

  private Verdict succeed(R backup, StoredStatus status, BackupPlan.Succeed succeed) {
    RunReport.succeeded(status, succeed.at());
    kind.stored(status, succeed.result());
    StoredResult.into(
        status,
        backup.getSpec(),
        succeed.result(),
        failure -> kind.told(backup, failure),
        succeed.at());
    return kind.succeeded(backup, status, succeed.result());
  }
}
