package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.Reason;
import java.time.Duration;
import java.time.Instant;

/** What to do about a Restore now. Each plan is at most one write to its status. */
sealed interface RestorePlan {

  /** It has ended. */
  record Nothing() implements RestorePlan {}

  /** Nothing changes until then. */
  record Sleep(Duration until) implements RestorePlan {}

  /** Something is not there yet; look again after a while. */
  record Wait(Reason reason, String message, Duration lookAgain) implements RestorePlan {}

  /** Ask for the database, then record an attempt. Its Job comes with the next pass. */
  record Start(int attempt) implements RestorePlan {}

  /** The attempt is recorded: create its Job, suspended. */
  record Create(int attempt, Source source) implements RestorePlan {}

  /** The Job was refused and does not exist: the attempt does not count. */
  record Withdraw(Reason reason, String message, Duration lookAgain) implements RestorePlan {}

  /** The status says that the Job may run: release it. */
  record Release(int attempt) implements RestorePlan {}

  /** The Job is there; say how it stands, and that it may run. */
  record Follow(Reason reason, String message) implements RestorePlan {}

  /** The data is back. */
  record Succeed(TaskResult result, Instant at) implements RestorePlan {}

  /**
   * The attempt failed; another one follows at that time.
   *
   * @param transactionId of which the next attempt asks the server how it ended, or null
   * @param outcome what the attempt had done or was about to do, or null
   */
  record Retry(Failure failure, Instant next, String transactionId, RestoreOutcome outcome)
      implements RestorePlan {}

  /**
   * It failed, and is not tried again.
   *
   * @param outcome what the attempt had done or was about to do, or null
   */
  record Fail(Failure failure, Instant at, RestoreOutcome outcome) implements RestorePlan {
    /** One of which nothing more is known. */
    Fail(Failure failure, Instant at) {
      this(failure, at, null);
    }
  }
}
