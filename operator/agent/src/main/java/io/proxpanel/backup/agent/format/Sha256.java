package io.proxpanel.backup.agent.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Counts and hashes what passes. The JDK's: as fast as the native one of {@link GcmCipher}'s
 * library, cold (1.4 GB/s) and warm (1.8 GB/s), and it needs no library.
 */
public final class Sha256 {
  private static final int PIECE = 64 * 1024;

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

  /** Of bytes that are all there. */
  public static Sha256 of(byte[] all) {
    Sha256 hash = new Sha256();
    hash.update(all, 0, all.length);
    return hash;
  }

  /** Of a whole file. */
  public static Sha256 of(Path file) throws IOException {
    Sha256 hash = new Sha256();
    byte[] piece = new byte[PIECE];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        hash.update(piece, 0, n);
      }
    }
    return hash;
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
