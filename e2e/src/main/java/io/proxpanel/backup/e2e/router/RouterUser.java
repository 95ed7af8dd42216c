package io.proxpanel.backup.e2e.router;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A user of a router.
 *
 * @param name of the user
 * @param password in clear
 * @param group of the user
 * @param policies of that group
 */
public record RouterUser(String name, String password, String group, Set<String> policies) {
  /** All that RouterOS has. */
  public static final Set<String> ALL =
      Set.of(
          "local",
          "telnet",
          "ssh",
          "ftp",
          "reboot",
          "read",
          "write",
          "policy",
          "test",
          "winbox",
          "password",
          "web",
          "sniff",
          "sensitive",
          "api",
          "romon");

  /** Copies the policies. */
  public RouterUser {
    policies = Set.copyOf(policies);
  }

  /** A user who may do everything. */
  public static RouterUser full(String name, String password) {
    return new RouterUser(name, password, "full", ALL);
  }

  /** The same in a group that lacks policies. */
  public RouterUser without(String... missing) {
    Set<String> fewer = new LinkedHashSet<>(policies);
    fewer.removeAll(Set.of(missing));
    return new RouterUser(name, password, "limited", fewer);
  }

  boolean may(String... needed) {
    return policies.containsAll(Set.of(needed));
  }

  /** As {@code /user group print} has them: those that are granted, and then those that are not. */
  String policyList() {
    StringBuilder list = new StringBuilder();
    ALL.stream().filter(policies::contains).sorted().forEach(p -> list.append(p).append(','));
    ALL.stream()
        .filter(p -> !policies.contains(p))
        .sorted()
        .forEach(p -> list.append('!').append(p).append(','));
    return list.substring(0, list.length() - 1);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name + " of " + group;
  }
}
