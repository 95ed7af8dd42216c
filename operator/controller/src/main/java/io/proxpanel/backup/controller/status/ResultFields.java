package io.proxpanel.backup.controller.status;

import io.proxpanel.backup.api.v1.ArchiveStatus;
import io.proxpanel.backup.api.v1.KeyOrder;
import io.proxpanel.backup.contract.TaskResult;

/** Parts of an agent's result as status spells them. */
public final class ResultFields {
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
