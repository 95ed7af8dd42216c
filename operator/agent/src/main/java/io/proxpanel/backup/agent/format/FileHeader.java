package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What stands in clear at the head of a ProxPanel backup. Nothing of it is authenticated.
 *
 * @param format from the first line
 * @param licenseKey of the panel that wrote the file, {@code UNKNOWN} where none was set, null in a
 *     V1 file
 * @param length bytes before the nonce
 */
public record FileHeader(BackupFormat format, String licenseKey, int length) {
  /** Stands for the licence key where none was set. */
  public static final String UNKNOWN_LICENSE = "UNKNOWN";

  private static final String MAGIC = "PROXPANEL_ENCRYPTED_BACKUP_V";
  private static final String MAGIC_V1 = MAGIC + "1\n";
  private static final String MAGIC_V2 = MAGIC + "2\n";
  private static final String LICENSE = "LICENSE_KEY=";

  /** The panel looks for the end of the licence line in this many bytes of the file. */
  private static final int MAX_LENGTH = 200;

  private static final int MAX_LICENSE_KEY = MAX_LENGTH - MAGIC_V2.length() - LICENSE.length() - 1;

  private static final int FINGERPRINT_LENGTH = 12;

  /**
   * By what files of one panel are told from those of others: with the licence key itself the
   * licence server gives the password, and what the agent reports is read by many.
   *
   * @return the first 12 hexadecimal digits of its SHA-256, or null where the file has none
   */
  public String licenseFingerprint() {
    if (licenseKey == null || licenseKey.equals(UNKNOWN_LICENSE)) {
      return null;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(licenseKey.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The format's number, as the panel counts. */
  public int version() {
    return switch (format) {
      case ProxPanelV1 -> 1;
      case ProxPanelV2 -> 2;
    };
  }

  /**
   * Reads a header, and nothing after it.
   *
   * @param in from its first byte; read byte by byte
   * @param name of the file, for messages
   * @throws AgentException {@code NotABackupFile}, {@code LicenseLineMissing} or {@code
   *     FileTruncated}
   */
  public static FileHeader read(InputStream in, String name) throws AgentException, IOException {
    byte[] magic = in.readNBytes(MAGIC_V1.length());
    String start = new String(magic, StandardCharsets.ISO_8859_1);
    if (start.equals(MAGIC_V1)) {
      return new FileHeader(BackupFormat.ProxPanelV1, null, magic.length);
    }
    if (start.equals(MAGIC_V2)) {
      return readLicense(in, name);
    }
    if (start.isEmpty()) {
      throw new AgentException(
          ErrorCode.NotABackupFile, name + " is empty: it is not a ProxPanel backup.");
    }
    if (MAGIC_V1.startsWith(start) || MAGIC_V2.startsWith(start)) {
      throw new AgentException(
          ErrorCode.FileTruncated,
          name
              + " ends after "
              + magic.length
              + " bytes, inside its first line: it was cut; take a whole copy.");
    }
    throw new AgentException(
        ErrorCode.NotABackupFile,
        name
            + " is not a ProxPanel backup"
            + (start.startsWith(MAGIC) ? " of a version that is known here" : "")
            + ": its first line is neither "
            + MAGIC_V1.strip()
            + " nor "
            + MAGIC_V2.strip()
            + ".");
  }

  private static FileHeader readLicense(InputStream in, String name)
      throws AgentException, IOException {
    byte[] line = new byte[MAX_LENGTH - MAGIC_V2.length()];
    int length = 0;
    int next = -1;
    while (length < line.length && (next = in.read()) >= 0) {
      line[length++] = (byte) next;
      if (next == '\n') {
        break;
      }
    }
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
    boolean cut = next < 0;
    if (cut && (text.startsWith(LICENSE) || LICENSE.startsWith(text))) {
      throw new AgentException(
          ErrorCode.FileTruncated,
          name
              + " ends after "
              + (MAGIC_V2.length() + length)
              + " bytes, inside its licence line: it was cut; take a whole copy.");
    }
    if (!text.startsWith(LICENSE) || next != '\n') {
      throw new AgentException(
          ErrorCode.LicenseLineMissing,
          name
              + " has no line LICENSE_KEY= that ends within its first "
              + MAX_LENGTH
              + " bytes, as every V2 backup has: its header is damaged; take another copy.");
    }
    String licenseKey = text.substring(LICENSE.length(), length - 1);
    return new FileHeader(BackupFormat.ProxPanelV2, licenseKey, MAGIC_V2.length() + length);
  }

  /**
   * A V2 header.
   *
   * @param licenseKey printable ASCII without spaces, or null for {@code UNKNOWN}
   * @throws AgentException {@code LicenseKeyInvalid} when it cannot stand in the header
   */
  static FileHeader v2(String licenseKey) throws AgentException {
    String key = licenseKey == null ? UNKNOWN_LICENSE : licenseKey;
    if (key.isEmpty() || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new AgentException(
          ErrorCode.LicenseKeyInvalid,
          "The licence key is empty or has a space, a line break or a character beyond ASCII: write"
              + " it as the licence server shows it.");
    }
    if (key.length() > MAX_LICENSE_KEY) {
      throw new AgentException(
          ErrorCode.LicenseKeyInvalid,
          "The licence key has "
              + key.length()
              + " characters and a backup's header holds at most "
              + MAX_LICENSE_KEY
              + ": write it as the licence server shows it.");
    }
    int length = MAGIC_V2.length() + LICENSE.length() + key.length() + 1;
    return new FileHeader(BackupFormat.ProxPanelV2, key, length);
  }

  /** The bytes of a header that {@link #v2} made. */
  byte[] encode() {
    return (MAGIC_V2 + LICENSE + licenseKey + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
