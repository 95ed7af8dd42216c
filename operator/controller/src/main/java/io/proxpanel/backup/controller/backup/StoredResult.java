package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.ResultFields;
import io.proxpanel.backup.controller.status.Sizes;
import java.util.stream.Collectors;

/** What a successful result says, in status. */
final class StoredResult {
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
    status.archive = ResultFields.archive(result.archive());
    status.location = location(spec, status);
  }

  /** At how many destinations the file is. */
  static long stored(TaskResult result) {
    return result.destinations().stream()
        .filter(each -> TaskResult.DestinationResult.STORED.equals(each.state()))
        .count();
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

  private static void file(BackupStatus status, TaskResult.StoredFile file) {
    status.size = Sizes.human(file.sizeBytes());
    status.sizeBytes = file.sizeBytes();
    status.sha256 = file.sha256();
    status.archiveBytes = file.plaintextBytes();
    status.format = ResultFields.format(file);
    status.keyOrder = ResultFields.keyOrder(file);
    status.licenseKey = file.licenseKey();
  }
}
