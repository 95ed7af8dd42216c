package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleSpec;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.ConcurrencyPolicy;
import io.proxpanel.backup.controller.recurrence.Recurrence;
import io.proxpanel.backup.controller.status.Times;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** Decides what to do about a schedule's due times. Pure. */
final class ScheduleDecision {
  /** More are not counted: an operator that was away for years need not say how many minutes. */
  private static final long MOST_COUNTED = 100_000;

  /** A clock that was put back by no more than this is only waited for. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  private ScheduleDecision() {}

  /**
   * The plan.
   *
   * @param timing of the spec as it is now
   */
  static SchedulePlan decide(
      BackupSchedule schedule, Timing timing, ScheduleObservation seen, Instant now) {
    BackupScheduleSpec spec = schedule.getSpec();
    if (Boolean.TRUE.equals(spec.suspend())) {
      return new SchedulePlan.Suspended();
    }
    BackupScheduleStatus status = schedule.getStatus();
    if (isNew(status)) {
      // Due times before the first look count too: the operator may have been away.
      return new SchedulePlan.Begin(Times.parse(schedule.getMetadata().getCreationTimestamp()));
    }
    if (status.countsSince == null || isChanged(status, timing)) {
      return new SchedulePlan.Begin(now);
    }
    Instant since = since(status, seen, now);
    Duration jitter = jitter(schedule);
    // Not the latest of all: one that is put off must not be pushed out by the one after it.
    Optional<Instant> ripe = timing.recurrence().latest(since, now.minus(jitter));
    if (ripe.isEmpty()) {
      return timing
          .recurrence()
          .next(since)
          .filter(next -> !next.isAfter(now))
          .<SchedulePlan>map(next -> new SchedulePlan.Spread(next, next.plus(jitter)))
          .orElse(new SchedulePlan.Idle());
    }
    Instant due = ripe.get();
    Missed before = missedBefore(timing.recurrence(), since, due);
    if (now.isAfter(due.plus(jitter).plus(timing.deadline()))) {
      return new SchedulePlan.Miss(due, new Missed(before.count() + 1, due));
    }
    List<String> names = ScheduledBackup.names(schedule, due);
    List<String> others =
        seen.activeNames().stream().filter(active -> !names.contains(active)).toList();
    // Made already, by a pass that did not come to say so: then it is too late to skip it.
    return names.stream().anyMatch(name -> seen.byName(name).isPresent())
        ? new SchedulePlan.Make(due, List.of(), before)
        : run(spec, others, TenantRun.isSearching(schedule), due, before);
  }

  private static SchedulePlan run(
      BackupScheduleSpec spec, List<String> active, boolean searching, Instant due, Missed before) {
    ConcurrencyPolicy policy =
        Optional.ofNullable(spec.concurrencyPolicy()).orElse(ConcurrencyPolicy.Forbid);
    return switch (policy) {
      case Forbid ->
          active.isEmpty() && !searching
              ? new SchedulePlan.Make(due, List.of(), before)
              : new SchedulePlan.Skip(due, active, before);
      case Replace -> new SchedulePlan.Make(due, active, before);
      case Allow -> new SchedulePlan.Make(due, List.of(), before);
    };
  }

  private static boolean isNew(BackupScheduleStatus status) {
    return status == null || status.frequency == null;
  }

  private static boolean isChanged(BackupScheduleStatus status, Timing timing) {
    return !timing.frequency().equals(status.frequency) || !timing.at().equals(status.at);
  }

  private static Instant since(BackupScheduleStatus status, ScheduleObservation seen, Instant now) {
    Instant since = Times.parse(status.countsSince);
    Instant last = status.lastScheduleTime == null ? since : Times.parse(status.lastScheduleTime);
    if (last.isAfter(now.plus(CLOCK_TOLERANCE))) {
      // It ran ahead when that was written: what was really made tells how far we are.
      last = seen.lastDueUntil(now).orElse(since);
    }
    return last.isAfter(since) ? last : since;
  }

  private static Missed missedBefore(Recurrence recurrence, Instant since, Instant due) {
    Instant justBefore = due.minusNanos(1);
    long count = recurrence.count(since, justBefore, MOST_COUNTED);
    return count == 0
        ? Missed.NONE
        : new Missed(count, recurrence.latest(since, justBefore).orElse(null));
  }

  /** How long this schedule waits after its due times; follows from its name. */
  static Duration jitter(BackupSchedule schedule) {
    int most = Optional.ofNullable(schedule.getSpec().startJitterSeconds()).orElse(0);
    if (most == 0) {
      return Duration.ZERO;
    }
    CRC32 checksum = new CRC32();
    String name = schedule.getMetadata().getNamespace() + "/" + schedule.getMetadata().getName();
    checksum.update(name.getBytes(StandardCharsets.UTF_8));
    return Duration.ofSeconds(checksum.getValue() % (most + 1));
  }
}
