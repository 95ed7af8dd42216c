package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.NewestFirst;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is seen of the cluster around a schedule.
 *
 * @param backups the Backups and MikrotikBackups that belong to it, by name
 */
record ScheduleObservation(List<? extends StoredResource> backups) {
  ScheduleObservation {
    backups =
        backups.stream()
            .<StoredResource>map(each -> each)
            .sorted(Comparator.comparing(each -> each.getMetadata().getName()))
            .toList();
  }

  /** Those of one kind. */
  <R extends StoredResource> List<R> of(Class<R> kind) {
    return backups.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Those that have not ended and are not being deleted. */
  List<StoredResource> active() {
    return backups.stream()
        .<StoredResource>map(each -> each)
        .filter(each -> !each.isMarkedForDeletion())
        .filter(each -> !Attempts.of(each.getStatus()).isOver())
        .toList();
  }

  /** The Backup of that name. */
  Optional<StoredResource> byName(String name) {
    return backups.stream()
        .<StoredResource>map(each -> each)
        .filter(each -> name.equals(each.getMetadata().getName()))
        .findFirst();
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
    return of(Backup.class).stream()
        .filter(each -> each.getStatus() != null && each.getStatus().phase == Phase.Succeeded)
        .filter(each -> each.getStatus().sizeBytes != null)
        .min(NewestFirst.ORDER)
        .map(each -> OptionalLong.of(each.getStatus().sizeBytes))
        .orElse(OptionalLong.empty());
  }
}
