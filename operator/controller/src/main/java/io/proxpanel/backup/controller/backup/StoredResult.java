package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.ArchiveStatus;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.KeyOrder;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.Sizes;
import java.util.stream.Collectors;

/** What a successful result says, in status. */
final class StoredResult {
  private static final String STORED = "Stored";

  private StoredResult() {}

  /** Writes it into the status. */
  static void into(BackupStatus status, BackupSpec spec, TaskResult result) {
    if (result.file() != null) {
      file(status, result.file());
    }
    if (result.database() != null) {
      status.serverVersion = result.database().serverVersion();
      status.clientVersion = result.database().clientVersion();
      status.databaseBytes = result.database().sizeBytes();
    }
    status.archive = archive(result.archive());
    status.location = location(spec, status);
  }

  /** At how many destinations the file is. */
  static long stored(TaskResult result) {
    return result.destinations().stream().filter(each -> STORED.equals(each.state())).count();
  }

  /** Where the file is, for people: the claim and the path in it. */
  private static String location(BackupSpec spec, BackupStatus status) {
    return spec.destinations().stream()
        .map(each -> folder(each.local()) + "/" + status.fileName)
        .collect(Collectors.joining(", "));
  }

  private static String folder(LocalDestination local) {
    return local.path() == null || local.path().isEmpty()
        ? local.claimName()
        : local.claimName() + "/" + local.path();
  }

  /** The counts of an archive, or null. */
  static ArchiveStatus archive(TaskResult.Archive archive) {
    return archive == null
        ? null
        : new ArchiveStatus(
            archive.entries(),
            archive.tables(),
            archive.tablesWithData(),
            archive.largeObjects(),
            archive.rows());
  }

  private static void file(BackupStatus status, TaskResult.StoredFile file) {
    status.size = Sizes.human(file.sizeBytes());
    status.sizeBytes = file.sizeBytes();
    status.sha256 = file.sha256();
    status.archiveBytes = file.plaintextBytes();
    status.format = file.format() == null ? null : file.format().name();
    status.keyOrder = keyOrder(file.keyOrder());
    status.licenseKey = file.licenseKey();
  }

  /** The key order as the resources spell it, or null. */
  static KeyOrder keyOrder(io.proxpanel.backup.contract.KeyOrder order) {
    if (order == null) {
      return null;
    }
    return switch (order) {
      case SALT_FIRST -> KeyOrder.SaltFirst;
      case PASSWORD_FIRST -> KeyOrder.PasswordFirst;
    };
  }
}
