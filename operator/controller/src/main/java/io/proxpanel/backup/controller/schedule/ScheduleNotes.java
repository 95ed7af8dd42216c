package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is told about a schedule: each due time and each Backup's end once. Pure. */
final class ScheduleNotes {
  private static final int MOST_NAMES = 10;

  private ScheduleNotes() {}

  /**
   * The events of a pass, none when nothing has happened.
   *
   * @param before the schedule before the plan
   * @param after its status after the plan
   */
  static List<Note> of(
      BackupSchedule before,
      Timing timing,
      SchedulePlan plan,
      List<StoredResource> ended,
      BackupScheduleStatus after) {
    boolean perTenant = before.getSpec().tenants() != null;
    // A thousand tenants are told by one sentence, when all have ended.
    List<Note> notes =
        new ArrayList<>(
            ends(
                before,
                ended.stream()
                    .filter(each -> !perTenant || RunHistory.isBeside(before, each))
                    .toList(),
                after));
    if (plan instanceof SchedulePlan.Make make) {
      missedBefore(make.missed(), timing).ifPresent(notes::add);
      if (!make.replaced().isEmpty()) {
        notes.add(
            Note.warning(
                EventReason.BackupReplaced,
                "Deleted %s, which had not ended: concurrencyPolicy is Replace."
                    .formatted(names(make.replaced()))));
      }
      if (perTenant) {
        notes.add(
            Note.normal(
                EventReason.DiscoveryStarted,
                "Looking for the tenants to back up for %s."
                    .formatted(timing.inWords(make.due()))));
      }
      for (StoredResource made : ScheduledBackup.made(before, make.due())) {
        notes.add(
            Note.normal(
                EventReason.BackupCreated,
                "%s \"%s\" for %s."
                    .formatted(
                        made.getKind(), made.getMetadata().getName(), timing.inWords(make.due()))));
      }
    } else if (plan instanceof SchedulePlan.Skip skip) {
      missedBefore(skip.missed(), timing).ifPresent(notes::add);
      notes.add(Note.warning(EventReason.RunSkipped, skipped(skip, timing)));
    } else if (plan instanceof SchedulePlan.Miss miss) {
      notes.add(Note.warning(EventReason.RunMissed, missed(miss, timing)));
    } else {
      ready(before, after).ifPresent(notes::add);
    }
    return notes;
  }

  /** Those of an earlier schedule of the same name were told by that. */
  private static List<Note> ends(
      BackupSchedule schedule, List<StoredResource> ended, BackupScheduleStatus after) {
    String created = schedule.getMetadata().getCreationTimestamp();
    return ended.stream()
        .filter(each -> each.getStatus().completionTime.compareTo(created) >= 0)
        .map(
            each ->
                each.getStatus().phase == Phase.Succeeded
                    ? Note.normal(
                        EventReason.BackupSucceeded,
                        "%s \"%s\" has succeeded, %s."
                            .formatted(
                                each.getKind(),
                                each.getMetadata().getName(),
                                each.getStatus().size))
                    : Note.warning(EventReason.BackupFailed, failed(schedule, each, after)))
        .toList();
  }

  /** Whether Backups can be made has changed, or why not. */
  private static Optional<Note> ready(BackupSchedule before, BackupScheduleStatus after) {
    Optional<Condition> was =
        Optional.ofNullable(before.getStatus())
            .flatMap(status -> Conditions.find(status.conditions, Conditions.READY));
    return Conditions.find(after.conditions, Conditions.READY)
        // What is not known yet is told when it is.
        .filter(now -> !"Unknown".equals(now.getStatus()))
        .filter(now -> was.filter(condition -> tellsTheSame(condition, now)).isEmpty())
        .map(
            now ->
                new Note(
                    "False".equals(now.getStatus()), EventReason.ScheduleState, now.getMessage()));
  }

  /** The time that a good one names changes with every Backup. */
  private static boolean tellsTheSame(Condition was, Condition now) {
    return was.getReason().equals(now.getReason())
        && ("True".equals(now.getStatus()) || was.getMessage().equals(now.getMessage()));
  }

  private static Optional<Note> missedBefore(Missed missed, Timing timing) {
    return missed.any()
        ? Optional.of(
            Note.warning(
                EventReason.RunMissed,
                "%s before, the last at %s: one Backup makes up for all."
                    .formatted(times(missed.count()), timing.inWords(missed.last()))))
        : Optional.empty();
  }

  /** A due time that it is too late for. */
  static String missed(SchedulePlan.Miss miss, Timing timing) {
    return "%s, the last at %s: too late to make up for it after %d s (startingDeadlineSeconds)."
        .formatted(
            times(miss.missed().count()),
            timing.inWords(miss.due()),
            timing.deadline().toSeconds());
  }

  private static String times(long count) {
    return count == 1 ? "1 due time was missed" : count + " due times were missed";
  }

  /** A due time at which an earlier Backup had not ended. */
  static String skipped(SchedulePlan.Skip skip, Timing timing) {
    return "The due time %s was skipped: %s has not ended, and concurrencyPolicy is Forbid."
        .formatted(
            timing.inWords(skip.due()),
            skip.active().isEmpty() ? "the search for its tenants" : names(skip.active()));
  }

  /** A backup that failed, or succeeded in part. */
  static String failed(BackupSchedule schedule, StoredResource backup, BackupScheduleStatus after) {
    return RunHistory.isBeside(schedule, backup)
        ? failed(backup, after.routers == null ? 0 : after.routers.consecutiveFailures())
        : failed(backup, Optional.ofNullable(after.consecutiveFailures).orElse(0));
  }

  /**
   * The same.
   *
   * @param row how many of its kind have failed in a row, with this one
   */
  static String failed(StoredResource backup, int row) {
    StoredStatus status = backup.getStatus();
    boolean partly = status.phase == Phase.PartiallySucceeded;
    String why = "it does not say why.";
    if (partly && status.message != null) {
      why = Sentences.sentence(status.message);
    } else if (status.failure != null) {
      why = Sentences.sentence(status.failure.message());
    }
    return "%s \"%s\" has %s%s: %s"
        .formatted(
            backup.getKind(),
            backup.getMetadata().getName(),
            partly ? "succeeded only in part" : "failed",
            row > 1 ? " (" + row + " in a row)" : "",
            why);
  }

  private static String names(List<String> names) {
    return "Backup "
        + Sentences.some(names.stream().map(name -> '"' + name + '"').toList(), MOST_NAMES);
  }
}
