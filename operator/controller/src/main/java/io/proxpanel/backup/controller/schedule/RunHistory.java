package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.status.Attempts;
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
        status.consecutiveFailures =
            (status.consecutiveFailures == null ? 0 : status.consecutiveFailures) + 1;
        status.failure = backup.getStatus().failure;
      }
    }
  }

  /** Times in UTC and whole seconds are in order as texts. */
  private static String mark(Backup backup) {
    return backup.getStatus().completionTime + " " + backup.getMetadata().getName();
  }
}
