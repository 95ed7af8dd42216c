package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The Backups that have ended since a schedule's status last counted them. */
final class RunHistory {
  private RunHistory() {}

  /** Those, in the order in which they ended. */
  static List<Backup> since(BackupScheduleStatus status, ScheduleObservation seen) {
    String counted = status == null || status.counted == null ? "" : status.counted;
    return seen.backups().stream()
        .filter(each -> Attempts.of(each.getStatus()).isOver())
        .filter(each -> each.getStatus().completionTime != null)
        .filter(each -> mark(each).compareTo(counted) > 0)
        .sorted(Comparator.comparing(RunHistory::mark))
        .toList();
  }

  /** Passes over those of tenants: they count together, when all of a due time have ended. */
  static void skip(BackupScheduleStatus status, List<Backup> ended) {
    if (!ended.isEmpty()) {
      status.counted = mark(ended.get(ended.size() - 1));
    }
  }

  /** Counts the Backups of all tenants as one. */
  static void count(BackupScheduleStatus status, TenantRun.End end, Instant now) {
    if (end.good()) {
      status.consecutiveFailures = 0;
      status.failure = null;
      status.lastSuccessfulTime = Times.text(now);
    } else {
      status.consecutiveFailures = failuresBefore(status) + 1;
      status.failure = end.failure().orElse(null);
    }
  }

  private static int failuresBefore(BackupScheduleStatus status) {
    return status.consecutiveFailures == null ? 0 : status.consecutiveFailures;
  }

  /** Counts them into the status. */
  static void count(BackupScheduleStatus status, List<Backup> ended) {
    for (Backup backup : ended) {
      status.counted = mark(backup);
      if (backup.getStatus().phase == Phase.Succeeded) {
        status.consecutiveFailures = 0;
        status.failure = null;
        if (status.lastSuccessfulTime == null
            || status.lastSuccessfulTime.compareTo(backup.getStatus().completionTime) < 0) {
          status.lastSuccessfulTime = backup.getStatus().completionTime;
        }
      } else {
        status.consecutiveFailures = failuresBefore(status) + 1;
        status.failure = backup.getStatus().failure;
      }
    }
  }

  /** Times in UTC and whole seconds are in order as texts. */
  private static String mark(Backup backup) {
    return backup.getStatus().completionTime + " " + backup.getMetadata().getName();
  }
}
