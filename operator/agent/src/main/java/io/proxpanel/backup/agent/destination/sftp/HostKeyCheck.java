package io.proxpanel.backup.agent.destination.sftp;

import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.signature.Signature;

/**
 * Decides about the keys that one server shows. A server with several keys shows the one that the
 * client asks for first: so the types of known keys are asked for first, and what was refused is
 * not asked for again.
 */
final class HostKeyCheck implements ServerKeyVerifier {
  private static final String CERTIFICATE = "-cert-v01@openssh.com";

  private final HostKeys keys;
  private final Map<String, PublicKey> refused = new LinkedHashMap<>();

  HostKeyCheck(HostKeys keys) {
    this.keys = keys;
  }

  @Override
  public synchronized boolean verifyServerKey(
      ClientSession session, SocketAddress address, PublicKey key) {
    if (keys.accepts(key)) {
      return true;
    }
    refused.put(KeyUtils.getKeyType(key), key);
    return false;
  }

  /** How many keys were refused so far. */
  synchronized int refusals() {
    return refused.size();
  }

  /** The keys that were refused, as people compare them. */
  synchronized List<String> refusedNames() {
    return refused.values().stream().map(HostKeys::name).toList();
  }

  /** What is to be asked for, the best first; empty when nothing is left. */
  synchronized List<NamedFactory<Signature>> algorithms() {
    Set<String> known = keys.types();
    List<NamedFactory<Signature>> first = new ArrayList<>();
    List<NamedFactory<Signature>> rest = new ArrayList<>();
    for (NamedFactory<Signature> algorithm : allAlgorithms()) {
      String type = KeyUtils.getCanonicalKeyType(algorithm.getName());
      if (algorithm.getName().endsWith(CERTIFICATE) || refused.containsKey(type)) {
        continue;
      }
      (known.contains(type) ? first : rest).add(algorithm);
    }
    first.addAll(rest);
    return first;
  }

  /** All that this Java can do. */
  static List<NamedFactory<Signature>> allAlgorithms() {
    return List.copyOf(
        NamedFactory.setUpBuiltinFactories(false, ClientBuilder.DEFAULT_SIGNATURE_PREFERENCE));
  }

  String expectation() {
    return keys.expectation();
  }
}
