package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.SyncStatus;
import io.proxpanel.backup.controller.event.Note;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was done in a pass beside the due times.
 *
 * @param tenants what has become of the Backups of tenants, or null
 * @param kept what retention came to, or null
 * @param preflight what is known of what Backups will need, or null
 * @param sync how the bringing of files to added destinations stands, or null
 */
record ScheduleWork(
    TenantRun.Outcome tenants,
    RetentionRun.Outcome kept,
    Preflight.Outcome preflight,
    SyncStatus sync) {
  static final ScheduleWork NONE = new ScheduleWork(null, null, null, null);

  /** What is told about it. */
  List<Note> notes() {
    return Stream.of(
            Optional.ofNullable(tenants).map(TenantRun.Outcome::notes),
            Optional.ofNullable(kept).map(RetentionRun.Outcome::notes),
            Optional.ofNullable(preflight).map(Preflight.Outcome::notes))
        .flatMap(Optional::stream)
        .flatMap(List::stream)
        .toList();
  }

  /** After how long it has to be looked at again for what Backups will need. */
  Optional<Duration> again() {
    return Optional.ofNullable(preflight).flatMap(Preflight.Outcome::again);
  }
}
