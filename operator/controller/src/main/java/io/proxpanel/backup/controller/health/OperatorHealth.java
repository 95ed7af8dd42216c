package io.proxpanel.backup.controller.health;

import io.javaoperatorsdk.operator.RuntimeInfo;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the operator stands. A standby replica is ready too: it has synchronised caches and takes
 * over when the leader goes, and a rolling update would never end if it were not.
 */
public final class OperatorHealth {
  private enum Stage {
    STARTING,
    STANDBY,
    LEADING,
    STOPPED
  }

  private volatile Stage stage = Stage.STARTING;
  private volatile RuntimeInfo runtime;
  private volatile Supplier<String> missing = () -> "";

  /** Caches are synchronised; another replica may be the leader. */
  public void started(RuntimeInfo info) {
    runtime = info;
    if (stage == Stage.STARTING) {
      stage = Stage.STANDBY;
    }
  }

  /** What says which definitions are missing; empty where none is. */
  public void explainedBy(Supplier<String> sentence) {
    missing = sentence;
  }

  /** Whether all watches work. */
  public boolean watching() {
    RuntimeInfo info = runtime;
    return info != null && brokenWatches(info).isEmpty();
  }

  /** This replica does the work from now on. */
  public void leading() {
    stage = Stage.LEADING;
  }

  /** This replica does no work any more. */
  public void stopped() {
    stage = Stage.STOPPED;
  }

  /** Whether the process is worth keeping. */
  public Health alive() {
    return stage == Stage.STOPPED
        ? Health.bad("The operator has stopped.")
        : Health.good("The operator is alive.");
  }

  /** Whether the operator sees the cluster as it is. */
  public Health ready() {
    RuntimeInfo info = runtime;
    if (stage == Stage.STOPPED) {
      return Health.bad("The operator has stopped.");
    }
    if (info == null || !info.isStarted()) {
      return Health.bad("The operator is starting: its caches are not synchronised yet.");
    }
    Set<String> broken = brokenWatches(info);
    if (!broken.isEmpty()) {
      String why = missing.get();
      return Health.bad(
          "No working watch on: "
              + String.join(", ", broken)
              + "."
              + (why.isEmpty() ? "" : " " + why));
    }
    return Health.good(
        stage == Stage.LEADING
            ? "The operator is ready and leads."
            : "The operator is ready and stands by; another replica leads.");
  }

  private static Set<String> brokenWatches(RuntimeInfo info) {
    return info.unhealthyEventSources().entrySet().stream()
        .flatMap(controller -> named(controller.getKey(), controller.getValue()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> named(String controller, Map<String, ?> sources) {
    return sources.keySet().stream().map(source -> controller + "/" + source);
  }
}
