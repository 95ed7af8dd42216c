package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * SSH host keys of routers. A key of RSA, which all versions of RouterOS have, is the greater part
 * of what an emulator's start costs; so the keys of a process come again after the fourth.
 */
final class HostKeys {
  private static final int BITS = 2048;
  private static final int DIFFERENT = 4;
  private static final Deque<KeyPair> KEYS = new ArrayDeque<>();

  private HostKeys() {}

  /** Another key than those of the three routers before. */
  static synchronized KeyPair next() throws IOException {
    KeyPair key = KEYS.size() < DIFFERENT ? create() : KEYS.removeFirst();
    KEYS.addLast(key);
    return key;
  }

  private static KeyPair create() throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
