package io.proxpanel.backup.controller.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.controller.health.Gauges;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Times;
import java.util.List;
import java.util.function.Supplier;

/**
 * What status says of every schedule, as numbers for alerts. They are read out of status whenever
 * somebody asks, so that they survive the process and end with their schedule.
 */
public final class ScheduleMetrics {
  private static final String PREFIX = "proxpanel.backup.schedule.";

  private final Gauges<BackupSchedule> gauges;
  private volatile Supplier<List<BackupSchedule>> schedules = List::of;

  /** The registry shows them. */
  public ScheduleMetrics(MeterRegistry registry) {
    this.gauges =
        new Gauges<BackupSchedule>(registry, PREFIX, each -> each.getMetadata().getName())
            .with(
                "last.success.timestamp.seconds",
                "When a Backup of the schedule last succeeded; 0 where none has.",
                each -> seconds(each.getStatus().lastSuccessfulTime))
            .with(
                "next.timestamp.seconds",
                "When the schedule is due next; 0 where it is not.",
                each -> seconds(each.getStatus().nextScheduleTime))
            .with(
                "consecutive.failures",
                "How many Backups have failed since the last one that succeeded.",
                each -> Gauges.number(each.getStatus().consecutiveFailures))
            .with(
                "missed",
                "How many due times were missed since the schedule was created.",
                each -> Gauges.number(each.getStatus().missed))
            .with(
                "kept",
                "How many good backups of the schedule there are.",
                each -> Gauges.number(each.getStatus().kept))
            .with(
                "healthy",
                "Whether the last due time came to a good end: 1 it did, 0 it did not, -1 not known"
                    + " yet.",
                each -> healthy(each.getStatus()));
  }

  /** From now on these schedules are shown. */
  void show(Supplier<List<BackupSchedule>> those) {
    schedules = those;
  }

  /** Reads the schedules' status; to be called before the registry is asked. */
  public void refresh() {
    gauges.show(schedules.get().stream().filter(each -> each.getStatus() != null).toList());
  }

  private static double seconds(String time) {
    return time == null ? 0 : Times.parse(time).getEpochSecond();
  }

  private static double healthy(BackupScheduleStatus status) {
    return Conditions.find(status.conditions, Conditions.HEALTHY)
        .map(
            condition ->
                switch (condition.getStatus()) {
                  case "True" -> 1.0;
                  case "False" -> 0.0;
                  default -> -1.0;
                })
        .orElse(-1.0);
  }
}
