package io.proxpanel.backup.agent.router.drift;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which properties hold secrets. By how their names end, because every release of RouterOS brings
 * some more; a name that only looks like one is in the list of exceptions, and one that is missing
 * there is masked without need.
 */
final class SecretNames {
  /** {@code wpa2-pre-shared-key}, {@code ipsec-secret}, {@code security.passphrase}, … */
  private static final Pattern ENDING =
      Pattern.compile(
          ".*(password|passwd|passphrase|secret|token)s?"
              + "|.*(psk|community)"
              + "|(.*[-.])?(key|pin|cak|pwd|pass)"
              + "|.*(pre-?shared|private)-key"
              + "|(.*[-.])?static-key-[0-9]+");

  private static final Set<String> NOT_SECRET = Set.of("public-key", "static-transmit-key");

  /** Names that mean a secret in one menu (or below) only. */
  private static final Map<String, Set<String>> OF_MENU =
      Map.of(
          // The name is what a reader has to know.
          "/snmp community", Set.of("name"),
          // Key is the name of the variable, value what it holds.
          "/container envs", Set.of("value"),
          // Holds the private key as well.
          "/zerotier", Set.of("identity"),
          "/interface ovpn-client", Set.of("tls-auth", "tls-crypt"),
          "/tool fetch", Set.of("http-header-field", "http-auth"));

  private SecretNames() {}

  /** Whether the property of an item in this menu holds a secret. */
  static boolean isSecret(String path, String property) {
    String name = property.toLowerCase(Locale.ROOT);
    if (OF_MENU.getOrDefault(path, Set.of()).contains(name)) {
      return true;
    }
    if (NOT_SECRET.contains(name) || (name.endsWith("community") && !path.startsWith("/snmp"))) {
      return false; // BGP has communities too, which are no secrets
    }
    if (name.equals("key") && path.equals("/container envs")) {
      return false;
    }
    return ENDING.matcher(name).matches();
  }
}
