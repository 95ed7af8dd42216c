package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.ScratchBudget;
import io.proxpanel.backup.agent.destination.VolumeErrors;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of a router as it comes here; nobody else may read it, since secrets can be in it. */
final class ReceivedFile {
  private static final Logger LOG = LoggerFactory.getLogger(ReceivedFile.class);

  private final Path path;
  private final ScratchBudget budget;
  private long bytes;
  private long taken;

  /**
   * A file.
   *
   * @param budget from which the room for it is taken, or null where nobody counts
   */
  ReceivedFile(Path path, ScratchBudget budget) {
    this.path = path;
    this.budget = budget;
  }

  Path path() {
    return path;
  }

  /** How many bytes have come since it was opened last. */
  long bytes() {
    return bytes;
  }

  /** Begins it anew. What cannot be written is an exception that carries its reason. */
  OutputStream open() throws AgentException {
    try {
      Files.deleteIfExists(path);
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      bytes = 0;
      giveBack();
      return new Output(Files.newOutputStream(path));
    } catch (IOException e) {
      throw VolumeErrors.writing(folder(), e);
    }
  }

  /** Takes it away, and what room it had. */
  void discard() {
    giveBack();
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", path).log("incomplete file left: {}", e.getMessage());
    }
  }

  private void take(long room) throws AgentException {
    if (budget == null) {
      return;
    }
    taken += room;
    try {
      budget.take(room);
    } catch (AgentException e) {
      giveBack();
      throw e;
    }
  }

  private void giveBack() {
    if (budget != null) {
      budget.give(taken);
      taken = 0;
    }
  }

  private Path folder() {
    return path.toAbsolutePath().getParent();
  }

  private final class Output extends FilterOutputStream {
    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      try {
        take(length);
      } catch (AgentException e) {
        throw e.asIOException();
      }
      try {
        out.write(buffer, offset, length);
      } catch (IOException e) {
        throw VolumeErrors.writing(folder(), e).asIOException();
      }
      bytes += length;
    }
  }
}
