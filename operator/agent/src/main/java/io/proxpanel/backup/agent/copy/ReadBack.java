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
    long size = manifest.file().sizeBytes();
    Sha256 read = read(size);
    String location = store.location(fileName);
    if (read.bytes() > size) {
      new BackupFolder(store).removeStored(fileName, uid);
      throw new AgentException(
          ErrorCode.ReadBackFailed,
          ("The file %s, read back, has more than the %d bytes that were sent, and was not read on:"
                  + " it was removed again; look at the server.")
              .formatted(location, size));
    }
    String there = read.hex();
    if (there.equals(sent)) {
      return;
    }
    new BackupFolder(store).removeStored(fileName, uid);
    throw new AgentException(
        ErrorCode.ReadBackFailed,
        ("The file %s, read back, is not what was sent (SHA-256 %s instead of %s): it was removed"
                + " again; look for a failing disk or memory at the server.")
            .formatted(location, there, sent));
  }

  /** Reads what is there, and no more of it than is too much. */
  private Sha256 read(long size) throws AgentException {
    Sha256 hash = new Sha256();
    byte[] piece = new byte[PIECE];
    try (InputStream in = store.read(fileName, 0)) {
      for (int n = in.read(piece); n >= 0 && hash.bytes() <= size; n = in.read(piece)) {
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
    return hash;
  }
}
