package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.time.Instant;

/** What status says after a plan. Pure but for the clock of the conditions. */
final class BackupReport {
  private final Conditions conditions;

  BackupReport(Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * The status after the plan; the Backup's own stays as it is.
   *
   * @param fileName the name that was chosen, where the plan needs one, or null
   */
  BackupStatus after(Backup backup, BackupPlan plan, String fileName, Instant now) {
    BackupStatus status = StatusCopy.of(backup.getStatus());
    status.observedGeneration = backup.getMetadata().getGeneration();
    Verdict verdict = apply(backup, status, plan, fileName, now);
    status.conditions =
        conditions.with(
            status.conditions, Conditions.SUCCEEDED, verdict, status.observedGeneration);
    return status;
  }

  private static Verdict apply(
      Backup backup, BackupStatus status, BackupPlan plan, String fileName, Instant now) {
    if (plan instanceof BackupPlan.Accept) {
      status.phase = Phase.Pending;
      status.fileName = fileName;
      return Verdict.unknown(Reason.Accepted, "The file will be " + fileName + ".");
    }
    if (plan instanceof BackupPlan.Wait wait) {
      return waiting(status, wait.reason(), wait.message());
    }
    if (plan instanceof BackupPlan.Start start) {
      return start(backup, status, start.attempt());
    }
    if (plan instanceof BackupPlan.Withdraw withdraw) {
      status.attempts = status.attempts - 1;
      status.job = null;
      return waiting(status, withdraw.reason(), withdraw.message());
    }
    if (plan instanceof BackupPlan.Follow follow) {
      return follow(status, follow, now);
    }
    if (plan instanceof BackupPlan.Succeed succeed) {
      return succeed(backup, status, succeed);
    }
    if (plan instanceof BackupPlan.Retry retry) {
      return retry(backup, status, retry.failure(), retry.next());
    }
    if (plan instanceof BackupPlan.Rename rename) {
      status.fileName = fileName;
      return retry(backup, status, rename.failure(), now);
    }
    if (plan instanceof BackupPlan.Fail fail) {
      return fail(status, fail);
    }
    throw new IllegalArgumentException("Changes nothing: " + plan);
  }

  private static Verdict waiting(BackupStatus status, Reason reason, String message) {
    status.phase = Phase.Pending;
    status.nextAttemptTime = null;
    status.message = message;
    return Verdict.unknown(reason, message);
  }

  private static Verdict start(Backup backup, BackupStatus status, int attempt) {
    status.phase = Phase.Pending;
    status.attempts = attempt;
    status.nextAttemptTime = null;
    status.job = BackupDecision.jobName(backup, attempt);
    // The message stays until a Job is there: should that be refused again, it was told already.
    return Verdict.unknown(Reason.Starting, "The Job \"%s\" is next.".formatted(status.job));
  }

  private static Verdict follow(BackupStatus status, BackupPlan.Follow follow, Instant now) {
    status.phase = Phase.Running;
    if (status.startTime == null) {
      status.startTime = Times.text(now);
    }
    status.message = follow.reason() == Reason.Running ? null : follow.message();
    return Verdict.unknown(follow.reason(), follow.message());
  }

  private static Verdict succeed(Backup backup, BackupStatus status, BackupPlan.Succeed succeed) {
    status.phase = Phase.Succeeded;
    status.message = null;
    status.failure = null;
    ended(status, succeed.at());
    StoredResult.into(status, backup.getSpec(), succeed.result());
    return Verdict.yes(
        Reason.BackupStored,
        "Stored and read back at %d of %d destinations."
            .formatted(
                StoredResult.stored(succeed.result()), backup.getSpec().destinations().size()));
  }

  private static Verdict retry(Backup backup, BackupStatus status, Failure failure, Instant next) {
    status.phase = Phase.Pending;
    status.failure = new FailureStatus(failure.code().name(), failure.message());
    status.nextAttemptTime = Times.text(next);
    status.message =
        "%s Attempt %d of %d follows at %s."
            .formatted(
                failure.message(),
                status.attempts + 1,
                Math.max(BackupDecision.most(backup.getSpec()), status.attempts + 1),
                Times.ofDay(Times.parse(status.nextAttemptTime)));
    return Verdict.unknown(failure.code(), status.message);
  }

  private static Verdict fail(BackupStatus status, BackupPlan.Fail fail) {
    Failure failure = fail.failure();
    status.phase = Phase.Failed;
    status.failure = new FailureStatus(failure.code().name(), failure.message());
    status.message = failure.message();
    ended(status, fail.at());
    return Verdict.no(failure.code(), failure.message());
  }

  private static void ended(BackupStatus status, Instant at) {
    status.nextAttemptTime = null;
    status.completionTime = Times.text(at);
    if (status.startTime != null) {
      Duration taken = Duration.between(Times.parse(status.startTime), at);
      status.duration = Times.human(taken);
    }
  }
}
