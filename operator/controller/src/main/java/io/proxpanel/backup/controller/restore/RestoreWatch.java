package io.proxpanel.backup.controller.restore;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.RestoreProgress;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;
import java.util.Optional;

/** Keeps the status of Restores that run up to date with what their agents do. */
final class RestoreWatch {
  private final Tools tools;

  RestoreWatch(Tools tools) {
    this.tools = tools;
  }

  /** Whether a plan leaves an agent at work. */
  static boolean isRunning(RestorePlan plan) {
    return plan instanceof RestorePlan.Follow follow && follow.reason() == Reason.Running;
  }

  /** Writes into the status after a plan at which step the agent is, and what goes. */
  void into(
      RestoreStatus after,
      Restore restore,
      RestorePlan plan,
      Context<Restore> context,
      Instant now) {
    if (!isRunning(plan) || !hasBegun(after, now)) {
      return;
    }
    Optional<RestoreProgress> said = tools.jobs().restoreProgress(restore, after.job, context);
    if (said.isPresent()) {
      OutcomeStatus.running(after, said.get().restored());
      after.message = RestoreText.running(said.get());
    } else if (wasRunning(restore)) {
      after.message = restore.getStatus().message;
    }
  }

  /** Before that the agent has said nothing. */
  private boolean hasBegun(RestoreStatus status, Instant now) {
    return status.startTime != null
        && !Times.parse(status.startTime).plus(tools.settings().pauses().progress()).isAfter(now);
  }

  private static boolean wasRunning(Restore restore) {
    return Conditions.reason(restore.getStatus().conditions, Conditions.SUCCEEDED)
        .equals(Optional.of(Reason.Running.name()));
  }
}
