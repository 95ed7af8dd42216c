package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.ArchiveStatus;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.KeyOrder;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

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
    RestoreStatus status = StatusCopy.of(restore.getStatus());
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
    return status;
  }

  private static Verdict apply(
      Restore restore, RestoreStatus status, RestorePlan plan, Instant now) {
    if (plan instanceof RestorePlan.Wait wait) {
      return waiting(status, wait.reason(), wait.message());
    }
    if (plan instanceof RestorePlan.Start start) {
      return start(restore, status, start);
    }
    if (plan instanceof RestorePlan.Withdraw withdraw) {
      status.attempts = status.attempts - 1;
      status.job = null;
      return waiting(status, withdraw.reason(), withdraw.message());
    }
    if (plan instanceof RestorePlan.Follow follow) {
      return follow(status, follow, now);
    }
    if (plan instanceof RestorePlan.Succeed succeed) {
      return succeed(status, succeed);
    }
    if (plan instanceof RestorePlan.Retry retry) {
      return retry(restore, status, retry);
    }
    if (plan instanceof RestorePlan.Fail fail) {
      return fail(status, fail);
    }
    throw new IllegalArgumentException("Changes nothing: " + plan);
  }

  private static Verdict waiting(RestoreStatus status, Reason reason, String message) {
    status.phase = Phase.Pending;
    status.nextAttemptTime = null;
    status.message = message;
    return Verdict.unknown(reason, message);
  }

  private static Verdict start(Restore restore, RestoreStatus status, RestorePlan.Start start) {
    status.phase = Phase.Pending;
    status.attempts = start.attempt();
    status.nextAttemptTime = null;
    status.job = RestoreDecision.jobName(restore, start.attempt());
    // The message stays until a Job is there: should that be refused again, it was told already.
    return Verdict.unknown(Reason.Starting, "The Job \"%s\" is next.".formatted(status.job));
  }

  private static Verdict follow(RestoreStatus status, RestorePlan.Follow follow, Instant now) {
    status.phase = Phase.Running;
    if (status.startTime == null) {
      status.startTime = Times.text(now);
    }
    status.message = follow.reason() == Reason.Running ? null : follow.message();
    return Verdict.unknown(follow.reason(), follow.message());
  }

  private static Verdict succeed(RestoreStatus status, RestorePlan.Succeed succeed) {
    TaskResult result = succeed.result();
    status.phase = Phase.Succeeded;
    status.failure = null;
    status.transactionId = null;
    ended(status, succeed.at());
    if (result.file() != null) {
      status.sha256 = result.file().sha256();
      status.format = result.file().format() == null ? null : result.file().format().name();
      status.keyOrder = keyOrder(result.file().keyOrder());
      status.sourceLicenseKey = result.file().licenseKey();
    }
    if (result.database() != null) {
      status.serverVersion = result.database().serverVersion();
      status.clientVersion = result.database().clientVersion();
    }
    status.archive = archive(result.archive());
    status.message = restored(result.archive());
    return Verdict.yes(
        Reason.DataRestored, "%s into %s.".formatted(restored(result.archive()), status.into));
  }

  private static String restored(TaskResult.Archive archive) {
    if (archive == null) {
      return "restored";
    }
    String tables = archive.tables() == 1 ? "1 table" : archive.tables() + " tables";
    return archive.rows() == null
        ? tables + " restored"
        : String.format(Locale.ROOT, "%s, %,d rows restored", tables, archive.rows());
  }

  private static ArchiveStatus archive(TaskResult.Archive archive) {
    return archive == null
        ? null
        : new ArchiveStatus(
            archive.entries(),
            archive.tables(),
            archive.tablesWithData(),
            archive.largeObjects(),
            archive.rows());
  }

  private static KeyOrder keyOrder(io.proxpanel.backup.contract.KeyOrder order) {
    if (order == null) {
      return null;
    }
    return switch (order) {
      case SALT_FIRST -> KeyOrder.SaltFirst;
      case PASSWORD_FIRST -> KeyOrder.PasswordFirst;
    };
  }

  private static Verdict retry(Restore restore, RestoreStatus status, RestorePlan.Retry retry) {
    Failure failure = retry.failure();
    status.phase = Phase.Pending;
    status.failure = new FailureStatus(failure.code().name(), failure.message());
    status.nextAttemptTime = Times.text(retry.next());
    status.transactionId = retry.transactionId();
    status.message =
        "%s Attempt %d of %d follows at %s."
            .formatted(
                failure.message(),
                status.attempts + 1,
                RestoreDecision.most(restore.getSpec()),
                Times.ofDay(Times.parse(status.nextAttemptTime)));
    return Verdict.unknown(failure.code(), status.message);
  }

  private static Verdict fail(RestoreStatus status, RestorePlan.Fail fail) {
    Failure failure = fail.failure();
    status.phase = Phase.Failed;
    status.failure = new FailureStatus(failure.code().name(), failure.message());
    status.message = failure.message();
    ended(status, fail.at());
    return Verdict.no(failure.code(), failure.message());
  }

  private static void ended(RestoreStatus status, Instant at) {
    status.nextAttemptTime = null;
    status.completionTime = Times.text(at);
    if (status.startTime != null) {
      status.duration = Times.human(Duration.between(Times.parse(status.startTime), at));
    }
  }
}
