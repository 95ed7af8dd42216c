package io.proxpanel.backup.controller.status;

import io.proxpanel.backup.api.v1.ArchiveStatus;
import io.proxpanel.backup.api.v1.KeyOrder;
import io.proxpanel.backup.contract.TaskResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Parts of an agent's result as status spells them. */
public final class ResultFields {
  /** What a file has in place of a licence key where its writer had none. */
  private static final String NO_LICENSE = "UNKNOWN";

  private static final int FINGERPRINT_LENGTH = 12;

  private ResultFields() {}

  /** The counts of an archive, or null. */
  public static ArchiveStatus archive(TaskResult.Archive archive) {
    return archive == null
        ? null
        : new ArchiveStatus(
            archive.entries(),
            archive.tables(),
            archive.tablesWithData(),
            archive.largeObjects(),
            archive.rows());
  }

  /** The format of a file, or null. */
  public static String format(TaskResult.StoredFile file) {
    return file.format() == null ? null : file.format().name();
  }

  /**
   * By what files of one panel are told from those of others: the licence key itself opens doors,
   * and status is read by many.
   *
   * @return the first 12 hexadecimal digits of the SHA-256 of the licence key, or null where the
   *     file has none
   */
  public static String licenseFingerprint(TaskResult.StoredFile file) {
    if (file.licenseKey() == null || file.licenseKey().equals(NO_LICENSE)) {
      return null;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(file.licenseKey().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The key order that opens a file, or null. */
  public static KeyOrder keyOrder(TaskResult.StoredFile file) {
    if (file.keyOrder() == null) {
      return null;
    }
    return switch (file.keyOrder()) {
      case SALT_FIRST -> KeyOrder.SaltFirst;
      case PASSWORD_FIRST -> KeyOrder.PasswordFirst;
    };
  }
}
