package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Which host keys a server may show: those of a file, and those with a fingerprint that is written
 * down. A key that is neither is never accepted.
 *
 * <p>The file has lines as in sshd(8) under "SSH_KNOWN_HOSTS FILE FORMAT", hashed or not, of which
 * those count that match the host as it is written in the destination and its port; or public keys
 * without a host, which count always. A key that is marked {@code @revoked} is refused, whatever
 * else stands there.
 */
final class HostKeys {
  private final List<PublicKey> known = new ArrayList<>();
  private final List<PublicKey> revoked = new ArrayList<>();
  private final List<String> fingerprints;
  private final String origin;

  private HostKeys(Destination.Sftp settings) {
    this.fingerprints = settings.hostKeyFingerprints();
    this.origin = settings.hostKeyFile();
  }

  /**
   * Reads what a destination says.
   *
   * @throws AgentException {@code DestinationHostKeyRefused} when it says nothing that could be of
   *     the server, {@code SecretUnreadable} when the file cannot be read
   */
  static HostKeys of(Destination.Sftp settings, SftpErrors errors) throws AgentException {
    HostKeys keys = new HostKeys(settings);
    int lines = 0;
    if (settings.hostKeyFile() != null) {
      String text = SecretFile.readText("host key file", Path.of(settings.hostKeyFile()));
      for (String line : text.split("\\R")) {
        lines += keys.add(line, settings) ? 1 : 0;
      }
    }
    for (String fingerprint : keys.fingerprints) {
      if (!fingerprint.matches("SHA256:[A-Za-z0-9+/]{43}=?")) {
        throw errors.noKnownKey("\"" + fingerprint + "\" is not a fingerprint as SHA256:…");
      }
    }
    if (keys.known.isEmpty() && keys.fingerprints.isEmpty()) {
      throw errors.noKnownKey(
          settings.hostKeyFile() == null
              ? "neither a host key file nor a fingerprint is given"
              : "the file "
                  + settings.hostKeyFile()
                  + " has "
                  + lines
                  + " keys, and none that is of this host and port");
    }
    return keys;
  }

  private boolean add(String text, Destination.Sftp settings) {
    try {
      KnownHostsLine line = KnownHostsLine.parse(text);
      if (line == null) {
        return false;
      }
      PublicKey key = resolve(PublicKeyEntry.parsePublicKeyEntry(line.key()));
      if (line.isOf(settings.host(), settings.port())) {
        if (line.revokes()) {
          revoked.add(key);
        } else if (line.isPlain()) {
          known.add(key);
        }
      }
      return true;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // As ssh does: a line that cannot be read, or of a type that is not known, trusts nobody.
      return false;
    }
  }

  private static PublicKey resolve(PublicKeyEntry entry)
      throws IOException, GeneralSecurityException {
    PublicKey key = entry.resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
    if (key == null) {
      throw new GeneralSecurityException("no key");
    }
    return key;
  }

  /** Whether a server that shows this key is the one that is meant. */
  boolean accepts(PublicKey key) {
    if (key == null || contains(revoked, key)) {
      return false;
    }
    String shown = KeyUtils.getFingerPrint(key);
    return contains(known, key)
        || fingerprints.stream().anyMatch(f -> f.replace("=", "").equals(shown));
  }

  private static boolean contains(List<PublicKey> keys, PublicKey key) {
    return keys.stream().anyMatch(other -> KeyUtils.compareKeys(other, key));
  }

  /** Types of the keys that are known as keys, as {@code ssh-ed25519}. */
  Set<String> types() {
    Set<String> types = new LinkedHashSet<>();
    known.forEach(key -> types.add(KeyUtils.getKeyType(key)));
    return types;
  }

  /** What is expected and where it stands, for a message. */
  String expectation() {
    Set<String> expected = new LinkedHashSet<>();
    known.forEach(key -> expected.add(name(key)));
    expected.addAll(fingerprints);
    return "what is expected"
        + (origin == null ? "" : " (host key file " + origin + ")")
        + " is "
        + String.join(" or ", expected);
  }

  /** A key as people compare it. */
  static String name(PublicKey key) {
    return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(key);
  }
}
