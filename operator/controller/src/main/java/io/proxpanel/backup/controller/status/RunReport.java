package io.proxpanel.backup.controller.status;

import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RunStatus;
import io.proxpanel.backup.contract.Failure;
import java.time.Duration;
import java.time.Instant;

/**
 * What status says about attempts, the same for everything that runs in attempts. Each writes into
 * the status and gives what the condition says.
 */
public final class RunReport {
  private RunReport() {}

  /** Something is waited for before an attempt can begin. */
  public static Verdict waiting(RunStatus status, Reason reason, String message, Instant now) {
    status.phase = Phase.Pending;
    // An attempt without a next one is under way: the last one would be reported once more.
    if (Attempts.of(status).isUnderWay()) {
      status.nextAttemptTime = Times.text(now);
    }
    status.message = message;
    return Verdict.unknown(reason, message);
  }

  /** An attempt is recorded, and its Job comes next. */
  public static Verdict starting(RunStatus status, int attempt, String job) {
    status.phase = Phase.Pending;
    status.attempts = attempt;
    status.nextAttemptTime = null;
    status.job = job;
    // The message stays until a Job is there: should that be refused again, it was told already.
    return Verdict.unknown(Reason.Starting, "The Job \"%s\" is next.".formatted(job));
  }

  /** The recorded attempt has no Job and does not count. */
  public static Verdict withdrawn(RunStatus status, Reason reason, String message, Instant now) {
    status.attempts = status.attempts - 1;
    status.job = null;
    return waiting(status, reason, message, now);
  }

  /** The Job is there. */
  public static Verdict following(RunStatus status, Reason reason, String message, Instant now) {
    status.phase = Phase.Running;
    if (status.startTime == null) {
      status.startTime = Times.text(now);
    }
    status.message = reason == Reason.Running ? null : message;
    return Verdict.unknown(reason, message);
  }

  /**
   * The attempt failed, and another one follows.
   *
   * @param most how many attempts there can be
   */
  public static Verdict retrying(RunStatus status, Failure failure, Instant next, int most) {
    status.phase = Phase.Pending;
    status.failure = new FailureStatus(failure.code().name(), failure.message());
    status.nextAttemptTime = Times.text(next);
    status.message =
        "%s Attempt %d of %d follows at %s."
            .formatted(
                failure.message(),
                status.attempts + 1,
                Math.max(most, status.attempts + 1),
                Times.ofDay(Times.parse(status.nextAttemptTime)));
    return Verdict.unknown(failure.code(), status.message);
  }

  /** It failed, and is not tried again. */
  public static Verdict failed(RunStatus status, Failure failure, Instant at) {
    status.phase = Phase.Failed;
    status.failure = new FailureStatus(failure.code().name(), failure.message());
    status.message = failure.message();
    ended(status, at);
    return Verdict.no(failure.code(), failure.message());
  }

  /** It succeeded; the condition and the message are for whoever knows what was done. */
  public static void succeeded(RunStatus status, Instant at) {
    status.phase = Phase.Succeeded;
    status.failure = null;
    status.message = null;
    ended(status, at);
  }

  private static void ended(RunStatus status, Instant at) {
    status.nextAttemptTime = null;
    status.completionTime = Times.text(at);
    if (status.startTime != null) {
      status.duration = Times.human(Duration.between(Times.parse(status.startTime), at));
    }
  }
}
