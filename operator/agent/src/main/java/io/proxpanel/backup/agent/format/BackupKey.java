package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.contract.KeyOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** How the AES-256 key of a ProxPanel backup comes from a password. */
public final class BackupKey {
  private static final byte[] SALT =
      "ProxPanel-Backup-Encryption-2024".getBytes(StandardCharsets.US_ASCII);

  private BackupKey() {}

  /** The key, 32 bytes, from the password's bytes. */
  public static byte[] derive(KeyOrder order, byte[] password) {
    MessageDigest digest = Sha256.newDigest();
    return switch (order) {
      case SALT_FIRST -> {
        digest.update(SALT);
        yield digest.digest(password);
      }
      case PASSWORD_FIRST -> {
        digest.update(password);
        yield digest.digest(SALT);
      }
    };
  }

  /**
   * The keys to try: each password in both orders, the documented order first, because released
   * panels compute the other one.
   */
  public static List<KeyCandidate> candidates(List<NamedPassword> passwords) {
    List<KeyCandidate> keys = new ArrayList<>();
    for (NamedPassword password : passwords) {
      for (KeyOrder order : List.of(KeyOrder.SALT_FIRST, KeyOrder.PASSWORD_FIRST)) {
        keys.add(new KeyCandidate(password.origin(), order, derive(order, password.password())));
      }
    }
    return keys;
  }
}
