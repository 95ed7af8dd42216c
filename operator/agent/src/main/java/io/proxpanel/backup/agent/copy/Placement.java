package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.Manifest;

/**
 * Gives a file its name in a folder, and knows when it has it already.
 *
 * @param folder where
 * @param fileName its name
 * @param uid of the resource that it belongs to
 */
record Placement(BackupFolder folder, String fileName, String uid) {
  /** Whether the very file is there. */
  boolean isThere(Manifest manifest) throws AgentException {
    return folder.exists(fileName)
        && folder.owns(fileName, uid)
        && folder
            .manifest(fileName)
            .filter(there -> manifest.file().sha256().equals(there.file().sha256()))
            .isPresent();
  }

  /**
   * Names what was uploaded, in place of another file of the same resource.
   *
   * @throws AgentException as {@link BackupFolder#store}
   */
  void commit(Store.Upload upload, Manifest manifest) throws AgentException {
    if (isThere(manifest)) {
      // An attempt has done it, and only the answer got lost.
      return;
    }
    if (folder.exists(fileName) && folder.owns(fileName, uid)) {
      // Of an earlier attempt, and another file than this one, which is proven.
      folder.removeStored(fileName, uid);
    }
    folder.store(fileName, upload, manifest);
  }
}
