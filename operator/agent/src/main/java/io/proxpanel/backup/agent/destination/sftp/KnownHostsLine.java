package io.proxpanel.backup.agent.destination.sftp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A line of a host key file, as sshd(8) has it under "SSH_KNOWN_HOSTS FILE FORMAT"; or a public key
 * alone, which is of any host.
 *
 * @param marker {@code @revoked} or {@code @cert-authority}, or empty
 * @param hosts patterns with commas between, or a hash; empty for any host
 * @param key type and Base64, as in a public key's file
 */
record KnownHostsLine(String marker, String hosts, String key) {
  private static final Pattern KEY_TYPE =
      Pattern.compile("(ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+");
  private static final String HASH = "|1|";

  /** Whether the key must be refused. */
  boolean revokes() {
    return "@revoked".equals(marker);
  }

  /** Whether the key is one that a server shows itself. */
  boolean isPlain() {
    return marker.isEmpty();
  }

  /** Reads a line; null when it holds no key. */
  static KnownHostsLine parse(String line) {
    String rest = line.strip();
    if (rest.isEmpty() || rest.startsWith("#")) {
      return null;
    }
    String marker = "";
    if (rest.startsWith("@")) {
      String[] parts = rest.split("\\s+", 2);
      marker = parts[0];
      rest = parts.length > 1 ? parts[1] : "";
    }
    if (KEY_TYPE.matcher(rest.split("\\s+", 2)[0]).matches()) {
      return new KnownHostsLine(marker, "", rest);
    }
    String[] parts = rest.split("\\s+", 2);
    return parts.length < 2 ? null : new KnownHostsLine(marker, parts[0], parts[1]);
  }

  /** Whether it is about a server: its name as it is looked up, in brackets unless on port 22. */
  boolean isOf(String host, int port) throws GeneralSecurityException {
    String plain = host.toLowerCase(Locale.ROOT);
    String name = port == 22 ? plain : "[" + plain + "]:" + port;
    if (hosts.isEmpty()) {
      return true;
    }
    if (hosts.startsWith(HASH)) {
      return isHashOf(name);
    }
    boolean found = false;
    for (String pattern : hosts.toLowerCase(Locale.ROOT).split(",")) {
      boolean negated = pattern.startsWith("!");
      if (matches(negated ? pattern.substring(1) : pattern, name)) {
        if (negated) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  /** Salt and HMAC-SHA1 of the name, both in Base64. */
  private boolean isHashOf(String name) throws GeneralSecurityException {
    String[] parts = hosts.substring(HASH.length()).split("\\|", 2);
    if (parts.length < 2) {
      return false;
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[0]), "HmacSHA1"));
    byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1]));
  }

  private static boolean matches(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return name.matches(regex.toString());
  }
}
