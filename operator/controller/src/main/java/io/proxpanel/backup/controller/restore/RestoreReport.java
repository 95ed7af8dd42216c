package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.KeptDatabaseStatus;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Readiness;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.ResultFields;
import io.proxpanel.backup.controller.status.RunReport;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;

/** What status says after a plan. Pure but for the clock of the conditions. */
final class RestoreReport {
  private final Conditions conditions;

  RestoreReport(Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * The status after the plan; the Restore's own stays as it is.
   *
   * @param source as far as it is known what is to be restored
   */
  RestoreStatus after(Restore restore, RestorePlan plan, Sources.Finding source, Instant now) {
    RestoreStatus status = StatusCopy.of(restore.getStatus(), RestoreStatus.class);
    status.observedGeneration = restore.getMetadata().getGeneration();
    if (source instanceof Sources.Finding.Found found) {
      status.from = found.source().from();
      status.into = found.source().into();
      status.fileName = found.source().fileName();
    } else if (restore.getSpec().source().backupRef() != null) {
      status.from = restore.getSpec().source().backupRef().name();
    }
    Verdict verdict = apply(restore, status, plan, now);
    status.conditions =
        conditions.with(
            status.conditions, Conditions.SUCCEEDED, verdict, status.observedGeneration);
    status.conditions =
        Readiness.ofRun(conditions, status.conditions, status.phase, status.observedGeneration);
    return status;
  }

  private static Verdict apply(
      Restore restore, RestoreStatus status, RestorePlan plan, Instant now) {
    if (plan instanceof RestorePlan.Wait wait) {
      return RunReport.waiting(status, wait.reason(), wait.message(), now);
    }
    if (plan instanceof RestorePlan.Start start) {
      String job = RestoreDecision.jobName(restore, start.attempt());
      return RunReport.starting(status, start.attempt(), job);
    }
    if (plan instanceof RestorePlan.Withdraw withdraw) {
      return RunReport.withdrawn(status, withdraw.reason(), withdraw.message(), now);
    }
    if (plan instanceof RestorePlan.Follow follow) {
      return RunReport.following(status, follow.reason(), follow.message(), now);
    }
    if (plan instanceof RestorePlan.Succeed succeed) {
      return succeed(restore, status, succeed);
    }
    if (plan instanceof RestorePlan.Retry retry) {
      status.transactionId = retry.transactionId();
      OutcomeStatus.retried(status, retry.outcome());
      int most = RestoreDecision.most(restore);
      return RunReport.retrying(status, retry.failure(), retry.next(), most);
    }
    if (plan instanceof RestorePlan.Fail fail) {
      OutcomeStatus.failed(status, fail.outcome());
      return RunReport.failed(status, fail.failure(), fail.at());
    }
    throw new IllegalArgumentException("Changes nothing: " + plan);
  }

  private static Verdict succeed(
      Restore restore, RestoreStatus status, RestorePlan.Succeed succeed) {
    TaskResult result = succeed.result();
    RunReport.succeeded(status, succeed.at());
    status.transactionId = null;
    if (result.file() != null) {
      status.sha256 = result.file().sha256();
      status.format = ResultFields.format(result.file());
      status.keyOrder = ResultFields.keyOrder(result.file());
      status.sourceLicenseFingerprint = result.file().licenseFingerprint();
    }
    if (result.database() != null) {
      status.serverVersion = result.database().serverVersion();
      status.clientVersion = result.database().clientVersion();
    }
    status.archive = ResultFields.archive(result.archive());
    status.copy =
        result.destinations().stream()
            .filter(each -> TaskResult.DestinationResult.USED.equals(each.state()))
            .map(TaskResult.DestinationResult::name)
            .findFirst()
            .orElse(null);
    OutcomeStatus.succeeded(status, result.restored());
    if (result.restored() != null && result.restored().keptDatabase() != null) {
      status.keptDatabase =
          KeptDatabaseStatus.of(
              result.restored().keptDatabase(),
              Times.text(succeed.at().plus(KeepTime.of(restore.getSpec().keepOld()))));
    }
    status.message = RestoreText.message(result, status);
    return Verdict.yes(Reason.DataRestored, RestoreText.condition(status));
  }
}
