package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.status.Attempts;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is seen of the cluster around a schedule.
 *
 * @param backups the Backups that belong to it, by name
 */
record ScheduleObservation(List<Backup> backups) {
  ScheduleObservation {
    backups =
        backups.stream()
            .sorted(Comparator.comparing((Backup each) -> each.getMetadata().getName()))
            .toList();
  }

  /** Those that have not ended and are not being deleted. */
  List<Backup> active() {
    return backups.stream()
        .filter(each -> !each.isMarkedForDeletion())
        .filter(each -> !Attempts.of(each.getStatus()).isOver())
        .toList();
  }

  /** The Backup of that name. */
  Optional<Backup> byName(String name) {
    return backups.stream().filter(each -> name.equals(each.getMetadata().getName())).findFirst();
  }

  /** The latest due time that a Backup was made for, at or before that time. */
  Optional<Instant> lastDueUntil(Instant now) {
    return backups.stream()
        .flatMap(each -> ScheduledBackup.due(each).stream())
        .filter(due -> !due.isAfter(now))
        .max(Comparator.naturalOrder());
  }

  /** The names of {@link #active}. */
  List<String> activeNames() {
    return active().stream().map(each -> each.getMetadata().getName()).toList();
  }

  /** Size in bytes of the file of the newest good backup; empty when there is none. */
  OptionalLong newestSize() {
    return backups.stream()
        .filter(each -> each.getStatus() != null && each.getStatus().phase == Phase.Succeeded)
        .filter(each -> each.getStatus().sizeBytes != null)
        .max(Comparator.comparing(each -> each.getStatus().completionTime))
        .map(each -> OptionalLong.of(each.getStatus().sizeBytes))
        .orElse(OptionalLong.empty());
  }
}
