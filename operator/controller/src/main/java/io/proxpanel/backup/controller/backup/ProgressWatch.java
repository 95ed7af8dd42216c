package io.proxpanel.backup.controller.backup;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.ProgressStatus;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps the status of Backups that run up to date with how far they have come. */
final class ProgressWatch {
  private final Tools tools;

  ProgressWatch(Tools tools) {
    this.tools = tools;
  }

  /** Whether a plan leaves an agent at work. */
  private static boolean isRunning(BackupPlan plan) {
    return plan instanceof BackupPlan.Follow follow && follow.reason() == Reason.Running;
  }

  /** Writes into the status after a plan how far the agent has come. */
  void into(
      BackupStatus after, Backup backup, BackupPlan plan, Context<Backup> context, Instant now) {
    if (!isRunning(plan)) {
      after.progress = null;
      return;
    }
    Optional<ProgressStatus> known =
        isOld(after, now)
            ? ProgressText.status(
                tools.jobs().progress(backup, after.job, context), likelySize(backup, context), now)
            : Optional.empty();
    if (known.isPresent()) {
      after.progress = known.get();
      after.message = ProgressText.message(known.get(), now);
    } else if (after.progress != null) {
      // The time that is left is said anew when the rest is, and not at every pass.
      after.message = backup.getStatus().message;
    }
  }

  /** Whether what is known of it is old enough to be asked for again. */
  private boolean isOld(BackupStatus status, Instant now) {
    String since =
        Optional.ofNullable(status.progress).map(ProgressStatus::time).orElse(status.startTime);
    return since != null
        && !Times.parse(since).plus(tools.settings().pauses().progress()).isAfter(now);
  }

  /** That of the last good Backup of the same. */
  private static OptionalLong likelySize(Backup backup, Context<Backup> context) {
    return Watches.own(context).stream()
        .filter(other -> isOfTheSame(other, backup))
        .filter(other -> other.getStatus() != null && other.getStatus().phase == Phase.Succeeded)
        .map(Backup::getStatus)
        .filter(status -> status.sizeBytes != null && status.completionTime != null)
        .max(Comparator.comparing(status -> status.completionTime))
        .map(status -> OptionalLong.of(status.sizeBytes))
        .orElse(OptionalLong.empty());
  }

  private static boolean isOfTheSame(Backup one, Backup other) {
    return one.getMetadata().getNamespace().equals(other.getMetadata().getNamespace())
        && Objects.equals(one.getSpec().database(), other.getSpec().database())
        && Objects.equals(one.getSpec().tenant(), other.getSpec().tenant())
        && one.getSpec().type() == other.getSpec().type();
  }
}
