package io.proxpanel.backup.controller.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What status says of every schedule, as numbers for alerts. They are read out of status whenever
 * somebody asks, so that they survive the process and end with their schedule.
 */
public final class ScheduleMetrics {
  private static final String PREFIX = "proxpanel.backup.schedule.";

  private final Map<MultiGauge, ToDoubleFunction<BackupScheduleStatus>> gauges =
      new LinkedHashMap<>();
  private volatile Supplier<List<BackupSchedule>> schedules = List::of;

  /** The registry shows them. */
  public ScheduleMetrics(MeterRegistry registry) {
    gauge(
        registry,
        "last.success.timestamp.seconds",
        "When a Backup of the schedule last succeeded; 0 where none has.",
        status -> seconds(status.lastSuccessfulTime));
    gauge(
        registry,
        "next.timestamp.seconds",
        "When the schedule is due next; 0 where it is not.",
        status -> seconds(status.nextScheduleTime));
    gauge(
        registry,
        "consecutive.failures",
        "How many Backups have failed since the last one that succeeded.",
        status -> number(status.consecutiveFailures));
    gauge(
        registry,
        "missed",
        "How many due times were missed since the schedule was created.",
        status -> number(status.missed));
    gauge(
        registry,
        "kept",
        "How many good backups of the schedule there are.",
        status -> number(status.kept));
    gauge(
        registry,
        "healthy",
        "Whether the last due time came to a good end: 1 it did, 0 it did not, -1 not known yet.",
        ScheduleMetrics::healthy);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<BackupScheduleStatus> value) {
    gauges.put(
        MultiGauge.builder(PREFIX + name).description(description).register(registry), value);
  }

  /** From now on these schedules are shown. */
  void show(Supplier<List<BackupSchedule>> those) {
    schedules = those;
  }

  /** Reads the schedules' status; to be called before the registry is asked. */
  public void refresh() {
    List<BackupSchedule> all =
        schedules.get().stream().filter(each -> each.getStatus() != null).toList();
    gauges.forEach(
        (gauge, value) -> {
          List<MultiGauge.Row<?>> rows = new ArrayList<>();
          for (BackupSchedule each : all) {
            Tags tags =
                Tags.of(
                    "namespace",
                    each.getMetadata().getNamespace(),
                    "schedule",
                    each.getMetadata().getName());
            rows.add(MultiGauge.Row.of(tags, value.applyAsDouble(each.getStatus())));
          }
          gauge.register(rows, true);
        });
  }

  private static double seconds(String time) {
    return time == null ? 0 : Times.parse(time).getEpochSecond();
  }

  private static double number(Number number) {
    return number == null ? 0 : number.doubleValue();
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
