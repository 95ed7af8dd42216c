package io.proxpanel.backup.controller.status;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What status says of a licence key. The licence server gives the password of backups to who has
 * the key, and status is read by everybody who may look.
 */
public final class LicenseFingerprint {
  /** What a file says that knows no licence. */
  private static final String UNKNOWN = "UNKNOWN";

  private static final int DIGITS = 8;

  private LicenseFingerprint() {}

  /**
   * The first eight hexadecimal digits of the key's SHA-256: enough to tell panels apart, and too
   * little to find the key by trying.
   *
   * @param licenseKey as it stands in a file's header, or null
   * @return null for null, and {@code UNKNOWN} as it is
   */
  public static String of(String licenseKey) {
    if (licenseKey == null || licenseKey.equals(UNKNOWN)) {
      return licenseKey;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(licenseKey.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
