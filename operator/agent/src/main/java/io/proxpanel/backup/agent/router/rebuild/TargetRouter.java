package io.proxpanel.backup.agent.router.rebuild;

import io.proxpanel.backup.agent.router.export.RouterFacts;
import java.util.HashSet;
import java.util.Set;

/**
 * The router that a configuration is to be imported on.
 *
 * @param name for sentences
 * @param model of the hardware, or null for a virtual one
 * @param version of RouterOS, such as {@code 7.16.2 (stable)}
 * @param interfaces all names that its interfaces have, those from the factory included
 */
public record TargetRouter(String name, String model, String version, Set<String> interfaces) {
  /** Keeps a copy. */
  public TargetRouter {
    interfaces = Set.copyOf(interfaces);
  }

  /**
   * A router as it describes itself.
   *
   * @param name for sentences, where it has none
   */
  public static TargetRouter of(RouterFacts facts, String name) {
    Set<String> interfaces = new HashSet<>();
    for (RouterFacts.Interface each : facts.interfaces()) {
      interfaces.add(each.name());
      interfaces.add(each.factoryName());
    }
    interfaces.remove("");
    return new TargetRouter(
        facts.identity().isEmpty() ? name : facts.identity(),
        facts.model().isEmpty() ? null : facts.model(),
        facts.version(),
        interfaces);
  }
}
