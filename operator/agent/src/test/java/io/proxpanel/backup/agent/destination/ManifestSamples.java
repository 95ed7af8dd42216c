package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult;

/** Manifests that tests put beside files. */
public final class ManifestSamples {
  private ManifestSamples() {}

  /** Of a file of the Backup {@code nightly}. */
  public static Manifest of(String uid, String file, long size, String sha256) {
    return new Manifest(
        1,
        uid,
        "isp",
        "nightly",
        null,
        null,
        null,
        "panel",
        "db",
        null,
        null,
        new TaskResult.StoredFile(
            file, size, sha256, 1, "00", BackupFormat.ProxPanelV2, KeyOrder.SALT_FIRST, null),
        null,
        null);
  }
}
