package io.proxpanel.backup.agent.destination.ftp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes what is sent, each byte once, however often it is sent. */
final class SentBytes {
  private final MessageDigest digest = sha256();
  private long count;
  private boolean ended;
  private String hash;

  /** A fresh SHA-256. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Adds bytes.
   *
   * @param position in the file of the first one; at most {@link #count}
   */
  void add(byte[] buffer, int length, long position) {
    if (position > count) {
      throw new IllegalStateException("a gap before byte " + position);
    }
    int known = (int) Math.min(length, count - position);
    digest.update(buffer, known, length - known);
    count += length - known;
  }

  /** There are no more. */
  void end() {
    ended = true;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Whether so many bytes are all. */
  boolean isAll(long bytes) {
    return ended && bytes == count && bytes > 0;
  }

  /** Number of bytes so far. */
  long count() {
    return count;
  }

  /** SHA-256 in hexadecimal; after it nothing can be added. */
  String hash() {
    if (hash == null) {
      hash = HexFormat.of().formatHex(digest.digest());
    }
    return hash;
  }
}
