package io.proxpanel.backup.controller.router;

import io.micrometer.core.instrument.MeterRegistry;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.controller.health.Gauges;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.NewestFirst;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * What the newest MikrotikBackup of every schedule says, as numbers for alerts; those without a
 * schedule count together in their namespace. Read out of status whenever somebody asks.
 */
public final class RouterMetrics {
  private static final String PREFIX = "proxpanel.backup.routers.";

  private final Gauges<MikrotikBackup> gauges;
  private volatile Supplier<List<MikrotikBackup>> backups = List::of;

  /** The registry shows them. */
  public RouterMetrics(MeterRegistry registry) {
    this.gauges =
        new Gauges<>(registry, PREFIX, RouterMetrics::schedule)
            .with(
                "changed",
                "Of how many routers the configuration differs from the last good one.",
                each -> Gauges.number(each.getStatus().changed))
            .with(
                "failed",
                "Of how many routers the configuration could not be backed up.",
                each -> Gauges.number(each.getStatus().failed));
  }

  /** From now on these are shown. */
  void show(Supplier<List<MikrotikBackup>> those) {
    backups = those;
  }

  /** Reads their status; to be called before the registry is asked. */
  public void refresh() {
    gauges.show(newest(backups.get()));
  }

  private static Collection<MikrotikBackup> newest(List<MikrotikBackup> all) {
    Map<String, MikrotikBackup> newest = new LinkedHashMap<>();
    BinaryOperator<MikrotikBackup> later = BinaryOperator.minBy(NewestFirst.ORDER);
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
}
