package io.proxpanel.backup.agent.router.export;

import java.util.List;

/**
 * What a router says of itself.
 *
 * @param identity its name, as {@code /system identity} has it
 * @param board as {@code hAP ac^2}, or {@code CHR}
 * @param model of the board as exports name it, {@code RBD52G-5HacD2HnD}; empty for a virtual
 *     router
 * @param serial number of the board; empty for a virtual router
 * @param version of RouterOS, as {@code 7.16.1 (stable)}
 * @param architecture as {@code arm64}
 * @param uptime as RouterOS writes it, {@code 3w2d4h}
 * @param freeBytes room for files, or -1 where the router does not say it
 * @param interfaces all that it has, where they were asked for
 */
public record RouterFacts(
    String identity,
    String board,
    String model,
    String serial,
    String version,
    String architecture,
    String uptime,
    long freeBytes,
    List<Interface> interfaces) {
  /** Room of which the router says nothing. */
  static final long UNKNOWN = -1;

  /** Copies the list. */
  public RouterFacts {
    interfaces = List.copyOf(interfaces);
  }

  /**
   * An interface of a router.
   *
   * @param name that the configuration uses
   * @param type as {@code ether}, {@code vlan}
   * @param factoryName which it has by default; empty where it was made by the configuration
   */
  public record Interface(String name, String type, String factoryName) {}
}
