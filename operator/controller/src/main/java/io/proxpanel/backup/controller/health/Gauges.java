package io.proxpanel.backup.controller.health;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Numbers that are read out of resources whenever somebody asks, so that they survive the process
 * and end with their resource. Each has its namespace and its schedule as tags.
 *
 * @param <R> the resources
 */
public final class Gauges<R extends HasMetadata> {
  private final MeterRegistry registry;
  private final String prefix;
  private final Function<R, String> schedule;
  private final Map<MultiGauge, ToDoubleFunction<R>> gauges = new LinkedHashMap<>();

  /**
   * No gauge yet.
   *
   * @param prefix of the names of all
   * @param schedule the schedule of a resource, or empty
   */
  public Gauges(MeterRegistry registry, String prefix, Function<R, String> schedule) {
    this.registry = registry;
    this.prefix = prefix;
    this.schedule = schedule;
  }

  /** Adds one. */
  public Gauges<R> with(String name, String description, ToDoubleFunction<R> value) {
    gauges.put(
        MultiGauge.builder(prefix + name).description(description).register(registry), value);
    return this;
  }

  /** From now on these resources are shown, as they are. */
  public void show(Collection<R> resources) {
    gauges.forEach(
        (gauge, value) -> {
          List<MultiGauge.Row<?>> rows = new ArrayList<>();
          for (R each : resources) {
            Tags tags =
                Tags.of(
                    "namespace",
                    each.getMetadata().getNamespace(),
                    "schedule",
                    schedule.apply(each));
            rows.add(MultiGauge.Row.of(tags, value.applyAsDouble(each)));
          }
          gauge.register(rows, true);
        });
  }

  /** A number that may be missing: 0 then. */
  public static double number(Number number) {
    return number == null ? 0 : number.doubleValue();
  }
}
