package io.proxpanel.backup.agent.router.export;

import java.util.List;

/**
 * What a router says of itself.
 *
 * @param identity its name, as {@code /system identity} has it
 * @param board as {@code RB4011iGS+}, or {@code CHR}
 * @param serial number of the board; empty for a virtual router
 * @param version of RouterOS, as {@code 7.16.1 (stable)}
 * @param architecture as {@code arm64}
 * @param uptime as RouterOS writes it, {@code 3w2d4h}
 * @param freeBytes room for files
 * @param interfaces all that it has
 */
public record RouterFacts(
    String identity,
    String board,
    String serial,
    String version,
    String architecture,
    String uptime,
    long freeBytes,
    List<Interface> interfaces) {
  /** Copies the list. */
  public RouterFacts {
    interfaces = List.copyOf(interfaces);
  }

  /**
   * An interface of a router.
   *
   * @param name that the configuration uses
   * @param type as {@code ether}, {@code vlan}
   */
  public record Interface(String name, String type) {}
}
