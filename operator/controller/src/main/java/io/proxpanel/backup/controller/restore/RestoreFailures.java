package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;

/**
 * Decides whether a Restore that failed is tried again. The agent says the id of its transaction
 * before the first statement that changes anything: an agent that left a result without one has not
 * touched the database, and of one that left an id the server can be asked how it ended. Without
 * any result nothing is known, and a Restore never runs on a guess.
 */
final class RestoreFailures {
  private final Settings settings;

  RestoreFailures(Settings settings) {
    this.settings = settings;
  }

  /** The agent said what went wrong. */
  RestorePlan failed(
      Restore restore, Attempts attempts, Sources.Finding source, TaskResult result, Instant at) {
    Failure failure = told(restore, source, result.failure());
    if (!result.failure().code().retryable()) {
      // The agent names a transaction once it has asked how the earlier one ended.
      boolean asked = restore.getStatus().transactionId == null || result.transactionId() != null;
      return new RestorePlan.Fail(asked ? failure : unknownEnd(failure), at, result.restored());
    }
    String transaction = unresolved(restore, result);
    if (left(restore, attempts)) {
      return retry(attempts, failure, at, transaction, result);
    }
    return new RestorePlan.Fail(
        transaction == null || isUndone(result) ? untouched(failure) : unknownEnd(failure),
        at,
        result.restored());
  }

  /** The agent ended without a result. */
  RestorePlan lost(
      Restore restore,
      Attempts attempts,
      Sources.Finding source,
      AgentState.Lost lost,
      Instant now) {
    Instant at = Times.past(lost.at(), now);
    Failure failure =
        told(
            restore,
            source,
            Losses.failure(
                lost,
                JobLimits.deadline(restore.getSpec().jobTemplate(), settings.agent()),
                Conditions.notStarted(restore.getStatus().conditions, Conditions.SUCCEEDED)));
    if (lost.last().isEmpty()) {
      return new RestorePlan.Fail(unknownEnd(failure), at);
    }
    TaskResult last = lost.last().get();
    String transaction = unresolved(restore, last);
    if (failure.code().retryable() && left(restore, attempts)) {
      return retry(attempts, failure, at, transaction, last);
    }
    return new RestorePlan.Fail(
        transaction == null ? untouched(failure) : unknownEnd(failure), at, last.restored());
  }

  /** Nothing is left of the attempt. */
  RestorePlan lost(
      Restore restore, Attempts attempts, Sources.Finding source, Failure failure, Instant now) {
    return new RestorePlan.Fail(unknownEnd(told(restore, source, failure)), now);
  }

  /** The transaction whose end nobody knows yet: of this attempt, or still of an earlier one. */
  private static String unresolved(Restore restore, TaskResult result) {
    return result.transactionId() == null
        ? restore.getStatus().transactionId
        : result.transactionId();
  }

  /**
   * An agent that ended by itself in that stage has a transaction of its own, before which it has
   * asked how the earlier one ended, and it has not asked for a commit.
   */
  private static boolean isUndone(TaskResult result) {
    return result.transactionId() != null && TaskResult.RESTORING.equals(result.stage());
  }

  private RestorePlan retry(
      Attempts attempts, Failure failure, Instant at, String transaction, TaskResult result) {
    Instant next = at.plus(settings.pauses().afterAttempt(attempts.count()));
    return new RestorePlan.Retry(failure, next, transaction, result.restored());
  }

  private static Failure untouched(Failure failure) {
    String again =
        failure.message().contains("is as it was")
            ? " Create another Restore to try again."
            : " The data is as it was: create another Restore to try again.";
    return new Failure(failure.code(), failure.message() + again);
  }

  private static Failure unknownEnd(Failure failure) {
    return new Failure(
        failure.code(),
        failure.message()
            + " Whether the database was replaced is not known: it is either as it was or as the"
            + " backup has it, never between. Look at its newest rows, and create another Restore"
            + " if they are not those of the backup.");
  }

  private static Failure told(Restore restore, Sources.Finding finding, Failure failure) {
    if (!(finding instanceof Sources.Finding.Found found)) {
      return failure;
    }
    Source source = found.source();
    return FailureText.ofRestore(
        failure,
        source
            .task(Owner.of(restore), source.places(), restore.getSpec().confirmOverwrite(), null)
            .mounts(),
        source.target());
  }

  private static boolean left(Restore restore, Attempts attempts) {
    return attempts.count() < RestoreDecision.most(restore);
  }
}
