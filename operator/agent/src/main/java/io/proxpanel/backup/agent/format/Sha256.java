package io.proxpanel.backup.agent.format;

import java.util.HexFormat;
import org.bouncycastle.crypto.SavableDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;

/** Counts and hashes what passes. */
final class Sha256 {
  private final SavableDigest digest = SHA256Digest.newInstance();
  private long bytes;
  private String hex;

  void update(byte[] in, int offset, int length) {
    digest.update(in, offset, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }

  /** The hash, hexadecimal; nothing can be added after it was asked for. */
  String hex() {
    if (hex == null) {
      byte[] out = new byte[32];
      digest.doFinal(out, 0);
      hex = HexFormat.of().formatHex(out);
    }
    return hex;
  }
}
