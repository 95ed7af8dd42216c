package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Readiness;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What status says after a plan. Pure but for the clock of the conditions. */
final class ScheduleReport {
  /** How many names status bears. */
  private static final int MOST_ACTIVE = 100;

  private final Conditions conditions;

  ScheduleReport(Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * The status after the plan; the schedule's own stays as it is.
   *
   * @param timing of the spec, or null when there is no telling
   * @param ended what has ended since status last counted them
   * @param work what was done beside the due times
   */
  BackupScheduleStatus after(
      BackupSchedule schedule,
      Timing timing,
      ScheduleObservation seen,
      SchedulePlan plan,
      List<StoredResource> ended,
      ScheduleWork work,
      Instant now) {
    BackupScheduleStatus status = StatusCopy.of(schedule.getStatus(), BackupScheduleStatus.class);
    status.observedGeneration = schedule.getMetadata().getGeneration();
    if (timing != null) {
      status.frequency = timing.frequency();
      status.at = timing.at();
    }
    boolean perTenant = schedule.getSpec().tenants() != null;
    if (perTenant) {
      RunHistory.skip(schedule, status, ended);
    } else {
      RunHistory.count(schedule, status, ended);
      status.tenants = null;
    }
    apply(schedule, status, plan);
    Optional<TenantRun.End> end = Optional.empty();
    if (work.tenants() != null) {
      status.tenants = work.tenants().status();
      end = work.tenants().end();
      end.ifPresent(how -> RunHistory.count(status, how, now));
    }
    if (work.preflight() != null) {
      status.preflight = work.preflight().status();
      work.preflight().restorable().ifPresent(said -> set(status, Conditions.RESTORABLE, said));
    }
    status.active = active(schedule, seen, plan);
    next(status, timing, plan, now);
    set(status, Conditions.READY, ready(schedule, status, plan, timing));
    status.conditions =
        Readiness.ofReady(
            conditions,
            status.conditions,
            plan instanceof SchedulePlan.Invalid
                || plan instanceof SchedulePlan.Refused
                || isNeverDue(status, plan),
            status.observedGeneration);
    healthy(schedule, status, plan, timing, counted(schedule, ended))
        .ifPresent(v -> set(status, Conditions.HEALTHY, v));
    end.ifPresent(how -> set(status, Conditions.HEALTHY, how.verdict()));
    if (work.kept() != null) {
      status.kept = work.kept().kept();
      status.retention = work.kept().status();
      status.sync = work.sync();
      work.kept().stopped().ifPresent(v -> set(status, Conditions.HEALTHY, v));
    }
    status.message = message(status);
    return status;
  }

  private void set(BackupScheduleStatus status, String type, Verdict verdict) {
    status.conditions =
        conditions.with(status.conditions, type, verdict, status.observedGeneration);
  }

  private static void apply(
      BackupSchedule schedule, BackupScheduleStatus status, SchedulePlan plan) {
    if (plan instanceof SchedulePlan.Begin begin) {
      status.countsSince = Times.text(begin.since());
    } else if (plan instanceof SchedulePlan.Suspended) {
      status.countsSince = null;
    } else if (plan instanceof SchedulePlan.Make make) {
      done(status, make.due(), make.missed());
      if (schedule.getSpec().tenants() == null) {
        status.lastBackup = ScheduledBackup.names(schedule, make.due()).get(0);
      } else {
        status.tenants = TenantRun.begin(make.due());
      }
    } else if (plan instanceof SchedulePlan.Skip skip) {
      done(status, skip.due(), skip.missed());
    } else if (plan instanceof SchedulePlan.Miss miss) {
      done(status, miss.due(), miss.missed());
    }
  }

  private static void done(BackupScheduleStatus status, Instant due, Missed missed) {
    status.lastScheduleTime = Times.text(due);
    if (missed.any()) {
      status.missed = Optional.ofNullable(status.missed).orElse(0L) + missed.count();
      status.lastMissedTime = Times.text(missed.last());
    }
  }

  private static List<String> active(
      BackupSchedule schedule, ScheduleObservation seen, SchedulePlan plan) {
    List<String> names = new ArrayList<>(seen.activeNames());
    if (plan instanceof SchedulePlan.Make make) {
      names.removeAll(make.replaced());
      addMade(names, schedule, seen, make);
    }
    return names.stream().limit(MOST_ACTIVE).toList();
  }

  private static void addMade(
      List<String> names,
      BackupSchedule schedule,
      ScheduleObservation seen,
      SchedulePlan.Make make) {
    // The watch may not show them yet.
    ScheduledBackup.names(schedule, make.due()).stream()
        .filter(made -> seen.byName(made).isEmpty())
        .forEach(names::add);
  }

  private static void next(
      BackupScheduleStatus status, Timing timing, SchedulePlan plan, Instant now) {
    boolean runs = timing != null && !(plan instanceof SchedulePlan.Suspended);
    Optional<Instant> next =
        plan instanceof SchedulePlan.Spread spread
            ? Optional.of(spread.due())
            : runs ? timing.recurrence().next(now) : Optional.empty();
    status.nextScheduleTime = next.map(Times::text).orElse(null);
    status.next = next.map(time -> timing.clock(time)).orElse(null);
  }

  private static Verdict ready(
      BackupSchedule schedule, BackupScheduleStatus status, SchedulePlan plan, Timing timing) {
    if (plan instanceof SchedulePlan.Invalid invalid) {
      return Verdict.no(invalid.reason(), invalid.message() + ": no Backup is made until then.");
    }
    if (plan instanceof SchedulePlan.Refused refused) {
      return Verdict.no(refused.reason(), refused.message());
    }
    if (plan instanceof SchedulePlan.Suspended) {
      return Verdict.yes(
          Reason.Suspended, "Suspended: no Backup is made until spec.suspend is false.");
    }
    if (isNeverDue(status, plan)) {
      return Verdict.no(
          Reason.NeverDue,
          "The expression \"%s\" is never due: check day and month."
              .formatted(schedule.getSpec().schedule()));
    }
    String due = "The next Backup is due at %s %s.".formatted(status.next, timing.zone().getId());
    return PreflightText.verdict(status.preflight, due);
  }

  private static boolean isNeverDue(BackupScheduleStatus status, SchedulePlan plan) {
    return status.next == null && !(plan instanceof SchedulePlan.Suspended);
  }

  /** Those of tenants count together, and not here. */
  private static List<StoredResource> counted(BackupSchedule schedule, List<StoredResource> ended) {
    return ended.stream()
        .filter(each -> schedule.getSpec().tenants() == null || RunHistory.isBeside(schedule, each))
        .toList();
  }

  /** Empty when nothing has happened that it is about. */
  private static Optional<Verdict> healthy(
      BackupSchedule schedule,
      BackupScheduleStatus status,
      SchedulePlan plan,
      Timing timing,
      List<StoredResource> ended) {
    if (plan instanceof SchedulePlan.Miss miss) {
      return Optional.of(Verdict.no(Reason.RunMissed, ScheduleNotes.missed(miss, timing)));
    }
    if (plan instanceof SchedulePlan.Skip skip) {
      return Optional.of(Verdict.no(Reason.RunSkipped, ScheduleNotes.skipped(skip, timing)));
    }
    if (!ended.isEmpty()) {
      return Optional.of(lastEnded(schedule, ended, status));
    }
    return Conditions.find(status.conditions, Conditions.HEALTHY).isPresent()
        ? Optional.empty()
        : Optional.of(Verdict.unknown(Reason.NothingYet, "No Backup has ended yet."));
  }

  /** Where there are two kinds, a good end of one says nothing of the other. */
  private static Verdict lastEnded(
      BackupSchedule schedule, List<StoredResource> ended, BackupScheduleStatus status) {
    StoredResource last = ended.get(ended.size() - 1);
    String name = last.getMetadata().getName();
    if (last.getStatus().phase != Phase.Succeeded) {
      return Verdict.no(Reason.BackupFailed, ScheduleNotes.failed(schedule, last, status));
    }
    if (status.routers != null && status.routers.message() != null) {
      return Verdict.no(Reason.BackupFailed, status.routers.message());
    }
    if (RunHistory.isBeside(schedule, last) && status.failure != null) {
      return Verdict.no(
          Reason.BackupFailed, "The last Backup has failed: " + status.failure.message());
    }
    return Verdict.yes(
        Reason.BackupStored, "The last %s, \"%s\", has succeeded.".formatted(last.getKind(), name));
  }

  /** What a person has to know, or nothing. */
  private static String message(BackupScheduleStatus status) {
    return List.of(Conditions.READY, Conditions.HEALTHY).stream()
        .flatMap(type -> Conditions.find(status.conditions, type).stream())
        .filter(
            condition ->
                "False".equals(condition.getStatus())
                    || Reason.Suspended.name().equals(condition.getReason()))
        .map(condition -> condition.getMessage())
        .findFirst()
        .orElse(null);
  }
}
