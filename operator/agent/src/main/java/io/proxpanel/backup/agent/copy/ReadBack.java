package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** Reads a stored file back from where it was stored, whole, and compares it with what was sent. */
final class ReadBack {
  private static final int PIECE = 64 * 1024;

  private final Store store;
  private final String fileName;
  private final String uid;
  private final BooleanSupplier stopped;

  /**
   * Of a file in that store.
   *
   * @param uid of the resource that wrote it
   * @param stopped whether it is not wanted any more
   */
  ReadBack(Store store, String fileName, String uid, BooleanSupplier stopped) {
    this.store = store;
    this.fileName = fileName;
    this.uid = uid;
    this.stopped = stopped;
  }

  /**
   * Reads it.
   *
   * @throws AgentException {@code ReadBackFailed} when it is another file, which is removed then;
   *     or as {@link Store#read}
   */
  void require(Manifest manifest) throws AgentException {
    String sent = manifest.file().sha256();
    String there = sha256();
    if (there.equals(sent)) {
      return;
    }
    String location = store.location(fileName);
    new BackupFolder(store).removeStored(fileName, uid);
    throw new AgentException(
        ErrorCode.ReadBackFailed,
        ("The file %s, read back, is not what was sent (SHA-256 %s instead of %s): it was removed"
                + " again; look for a failing disk or memory at the server.")
            .formatted(location, there, sent));
  }

  private String sha256() throws AgentException {
    Sha256 hash = new Sha256();
    byte[] piece = new byte[PIECE];
    try (InputStream in = store.read(fileName, 0)) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (stopped.getAsBoolean()) {
          throw new AgentException(ErrorCode.Interrupted, "The agent was told to stop.");
        }
        hash.update(piece, 0, n);
      }
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.ReadBackFailed,
          "Reading " + store.location(fileName) + " back failed: " + e.getMessage() + ".");
    }
    return hash.hex();
  }
}
