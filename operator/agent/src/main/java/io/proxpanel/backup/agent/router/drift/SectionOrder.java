package io.proxpanel.backup.agent.router.drift;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which sections the order of the items means nothing. The order there is that of their making:
 * an item that was removed and made again stands elsewhere and works the same.
 *
 * <p>A section that is not in this table keeps its order, and a moved item is a change: to say too
 * much about an unknown section costs a look, to say nothing about a firewall rule that was moved
 * above another can cost the network. So these are not in it on purpose: firewall filter, nat,
 * mangle and raw, simple queues, routing filters and rules, proxy and walled garden rules, hotspot
 * IP bindings, wireless access lists, IPsec policies and identities, RADIUS servers (asked in their
 * order), bridge ports (numbered in their order, which decides between them in STP), scripts and
 * schedulers.
 */
final class SectionOrder {
  private static final Set<String> FREE =
      Set.of(
          "/interface 6to4",
          "/interface bonding",
          "/interface bridge",
          "/interface bridge vlan",
          "/interface eoip",
          "/interface ethernet",
          "/interface gre",
          "/interface gre6",
          "/interface ipip",
          "/interface ipipv6",
          "/interface l2tp-client",
          "/interface l2tp-server",
          "/interface list",
          "/interface list member",
          "/interface lte",
          "/interface lte apn",
          "/interface ovpn-client",
          "/interface ovpn-server",
          "/interface pppoe-client",
          "/interface pppoe-server",
          "/interface pppoe-server server",
          "/interface pptp-client",
          "/interface pptp-server",
          "/interface sstp-client",
          "/interface sstp-server",
          "/interface veth",
          "/interface vlan",
          "/interface vpls",
          "/interface vrrp",
          "/interface vxlan",
          "/interface wifi",
          "/interface wifi channel",
          "/interface wifi configuration",
          "/interface wifi datapath",
          "/interface wifi security",
          "/interface wireguard",
          "/interface wireguard peers",
          "/interface wireless",
          "/interface wireless security-profiles",
          "/ip address",
          "/ip arp",
          "/ip dhcp-client",
          "/ip dhcp-server",
          "/ip dhcp-server lease",
          "/ip dhcp-server network",
          "/ip dhcp-server option",
          "/ip dhcp-server option sets",
          "/ip dns static",
          "/ip firewall address-list",
          "/ip firewall layer7-protocol",
          "/ip firewall service-port",
          "/ip hotspot",
          "/ip hotspot profile",
          "/ip hotspot user",
          "/ip hotspot user profile",
          "/ip ipsec profile",
          "/ip ipsec proposal",
          "/ip pool",
          "/ip route",
          "/ip service",
          "/ip vrf",
          "/ipv6 address",
          "/ipv6 dhcp-client",
          "/ipv6 dhcp-server",
          "/ipv6 firewall address-list",
          "/ipv6 pool",
          "/ipv6 route",
          "/ppp profile",
          "/ppp secret",
          "/queue tree",
          "/queue type",
          "/routing ospf area",
          "/routing ospf instance",
          "/routing table",
          "/snmp community",
          "/system logging action",
          "/tool netwatch",
          "/user",
          "/user group",
          "/user-manager user");

  /** Where one property of an item makes that the first that fits wins. */
  private static final Map<String, String> BOUND_BY = Map.of("/ip dns static", "regexp");

  private SectionOrder() {}

  /** Whether the order of these items means nothing. */
  static boolean isFree(String path, List<String> items) {
    String binding = BOUND_BY.get(path);
    return FREE.contains(path)
        && (binding == null
            || items.stream().noneMatch(item -> Words.of(item).value(binding).isPresent()));
  }
}
