package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RouterRunStatus;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The Backups that have ended since a schedule's status last counted them. */
final class RunHistory {
  private RunHistory() {}

  /** Those, in the order in which they ended. Each kind is counted by itself. */
  static List<StoredResource> since(BackupSchedule schedule, ScheduleObservation seen) {
    BackupScheduleStatus status = schedule.getStatus();
    String counted = status == null || status.counted == null ? "" : status.counted;
    String countedBeside = status == null || status.routers == null ? "" : status.routers.counted();
    return seen.backups().stream()
        .<StoredResource>map(each -> each)
        .filter(each -> Attempts.of(each.getStatus()).isOver())
        .filter(each -> each.getStatus().completionTime != null)
        .filter(
            each -> mark(each).compareTo(isBeside(schedule, each) ? countedBeside : counted) > 0)
        .sorted(Comparator.comparing(RunHistory::mark))
        .toList();
  }

  /**
   * Passes over those of tenants: they count together, when all of a due time have ended. Those of
   * routers count.
   */
  static void skip(
      BackupSchedule schedule, BackupScheduleStatus status, List<StoredResource> ended) {
    count(schedule, status, ended.stream().filter(each -> isBeside(schedule, each)).toList());
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
  static void count(
      BackupSchedule schedule, BackupScheduleStatus status, List<StoredResource> ended) {
    for (StoredResource backup : ended) {
      if (isBeside(schedule, backup)) {
        countBeside(status, backup);
        continue;
      }
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

  /** Whether it is of routers, and the schedule makes Backups too: neither hides the other. */
  static boolean isBeside(BackupSchedule schedule, StoredResource backup) {
    return backup instanceof MikrotikBackup && schedule.getSpec().backup() != null;
  }

  private static void countBeside(BackupScheduleStatus status, StoredResource backup) {
    RouterRunStatus before = status.routers;
    String last = before == null ? null : before.lastSuccessfulTime();
    int failures = before == null ? 0 : before.consecutiveFailures();
    status.routers =
        backup.getStatus().phase == Phase.Succeeded
            ? new RouterRunStatus(mark(backup), backup.getStatus().completionTime, 0, null)
            : new RouterRunStatus(
                mark(backup), last, failures + 1, ScheduleNotes.failed(backup, failures + 1));
  }

  /** Times in UTC and whole seconds are in order as texts. */
  private static String mark(StoredResource backup) {
    return backup.getStatus().completionTime + " " + backup.getMetadata().getName();
  }
}
