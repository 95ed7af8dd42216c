package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.Reason;
import java.time.Duration;
import java.time.Instant;

/** What to do about a backup now. Each plan is at most one write to its status. */
public sealed interface BackupPlan {

  /** It has ended. */
  record Nothing() implements BackupPlan {}

  /** Nothing changes until then. */
  record Sleep(Duration until) implements BackupPlan {}

  /** It takes its settings from a schedule: write them into its spec. */
  record TakeSettings(String schedule, StoredSpec spec) implements BackupPlan {}

  /** It is new: give it a file name. */
  record Accept() implements BackupPlan {}

  /** Something is not there yet; look again after a while. */
  record Wait(Reason reason, String message, Duration lookAgain) implements BackupPlan {}

  /** Ask for the database, then record an attempt. Its Job comes with the next pass. */
  record Start(int attempt) implements BackupPlan {}

  /** The attempt is recorded: create its Job. */
  record Create(int attempt) implements BackupPlan {}

  /** The Job was refused and does not exist: the attempt does not count. */
  record Withdraw(Reason reason, String message, Duration lookAgain) implements BackupPlan {}

  /** The Job is there; say how it stands. */
  record Follow(Reason reason, String message) implements BackupPlan {}

  /** The file is stored. */
  record Succeed(TaskResult result, Instant at) implements BackupPlan {}

  /** The attempt failed; another one follows at that time. */
  record Retry(Failure failure, Instant next) implements BackupPlan {}

  /** The file name belongs to a file of somebody else: take the next one and try at once. */
  record Rename(Failure failure) implements BackupPlan {}

  /**
   * The attempt failed, and another one would too, or there were enough.
   *
   * @param result what the agent of the attempt said, or null
   */
  record Fail(Failure failure, Instant at, TaskResult result) implements BackupPlan {
    /** Nothing is known of an agent. */
    Fail(Failure failure, Instant at) {
      this(failure, at, null);
    }
  }
}
