package io.proxpanel.backup.agent.router.rebuild;

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
}
