package io.proxpanel.backup.controller.router;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.controller.status.Attempts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What the newest MikrotikBackup of every schedule says, as numbers for alerts; those without a
 * schedule count together in their namespace. Read out of status whenever somebody asks.
 */
public final class RouterMetrics {
  private static final String PREFIX = "proxpanel.backup.routers.";

  private final Map<MultiGauge, ToDoubleFunction<MikrotikBackupStatus>> gauges =
      new LinkedHashMap<>();
  private volatile Supplier<List<MikrotikBackup>> backups = List::of;

  /** The registry shows them. */
  public RouterMetrics(MeterRegistry registry) {
    gauge(
        registry,
        "changed",
        "Of how many routers the configuration differs from the last good one.",
        status -> number(status.changed));
    gauge(
        registry,
        "failed",
        "Of how many routers the configuration could not be backed up.",
        status -> number(status.failed));
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<MikrotikBackupStatus> value) {
    gauges.put(
        MultiGauge.builder(PREFIX + name).description(description).register(registry), value);
  }

  /** From now on these are shown. */
  void show(Supplier<List<MikrotikBackup>> those) {
    backups = those;
  }

  /** Reads their status; to be called before the registry is asked. */
  public void refresh() {
    Collection<MikrotikBackup> newest = newest(backups.get());
    gauges.forEach(
        (gauge, value) -> {
          List<MultiGauge.Row<?>> rows = new ArrayList<>();
          for (MikrotikBackup each : newest) {
            Tags tags =
                Tags.of("namespace", each.getMetadata().getNamespace(), "schedule", schedule(each));
            rows.add(MultiGauge.Row.of(tags, value.applyAsDouble(each.getStatus())));
          }
          gauge.register(rows, true);
        });
  }

  private static Collection<MikrotikBackup> newest(List<MikrotikBackup> all) {
    Map<String, MikrotikBackup> newest = new LinkedHashMap<>();
    BinaryOperator<MikrotikBackup> later =
        BinaryOperator.maxBy(Comparator.comparing(each -> each.getStatus().completionTime));
    all.stream()
        .filter(each -> Attempts.of(each.getStatus()).isOver())
        .filter(each -> each.getStatus().completionTime != null)
        .forEach(
            each ->
                newest.merge(
                    each.getMetadata().getNamespace() + "/" + schedule(each), each, later));
    return newest.values();
  }

  private static String schedule(MikrotikBackup backup) {
    return Optional.ofNullable(backup.getSpec().fromSchedule()).map(ref -> ref.name()).orElse("");
  }

  private static double number(Integer number) {
    return number == null ? 0 : number;
  }
}
