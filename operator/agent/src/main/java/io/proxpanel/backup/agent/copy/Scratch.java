package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The Job's scratch space: where an encrypted file lies that has no volume to lie on. Whoever takes
 * more of it than the Job has asked for is evicted by Kubernetes, so it ends before.
 */
public final class Scratch {
  /** For the small things that lie there as well. */
  private static final long RESERVE = 16L << 20;

  private final Path folder;
  private final Long limit;
  private final ScratchBudget budget;

  /**
   * The space.
   *
   * @param folder of it
   * @param limit its size in bytes, or null where only the disk says
   */
  public Scratch(Path folder, Long limit) {
    this.folder = folder;
    this.limit = limit;
    this.budget = new ScratchBudget(limit == null ? null : Math.max(0, limit - RESERVE), limit);
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Counts all files that are kept here at the same time, whoever keeps them. */
  public ScratchBudget budget() {
    return budget;
  }

  /** A new, empty file that only its owner can read. */
  public Path newFile() throws AgentException {
    try {
      return Files.createTempFile(folder, "backup-", ".spool");
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "The scratch space " + folder + " cannot be written: " + e.getMessage() + ".",
          e);
    }
  }

  /**
   * Takes the room for a file that is to be kept here; to be given back to the {@link #budget}.
   *
   * @throws AgentException {@code VolumeFull} when it is too long
   */
  void take(long bytes, String fileName) throws AgentException {
    long room = room();
    if (bytes > room || !budget.tryTake(bytes)) {
      throw new AgentException(
          ErrorCode.VolumeFull,
          "The file "
              + fileName
              + " has "
              + bytes
              + " bytes, and the Job's scratch space has room for "
              + room
              + ", where it has to lie while it is worked with: raise jobTemplate.scratchSize.");
    }
  }

  /** Writes through, and fails before the space is full. */
  Limited limited(OutputStream out) {
    return new Limited(out);
  }

  /** A file that takes its room while it grows. */
  final class Limited extends FilterOutputStream {
    private long taken;

    private Limited(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      take(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      take(length);
      out.write(bytes, offset, length);
    }

    private void take(int bytes) throws IOException {
      if (!budget.tryTake(bytes)) {
        throw full(null).asIOException();
      }
      taken += bytes;
    }

    /** The file is gone. */
    void giveBack() {
      budget.give(taken);
      taken = 0;
    }
  }

  /** The failure when a backup does not fit. */
  AgentException full(Throwable cause) {
    return new AgentException(
        ErrorCode.VolumeFull,
        "The Job's scratch space is full"
            + (limit == null ? "" : " (" + (limit >> 20) + " MiB)")
            + ": a backup without a destination on a volume lies there, encrypted, until the others"
            + " have it; raise jobTemplate.scratchSize, or add a local destination.",
        cause);
  }

  private long room() throws AgentException {
    try {
      long disk = Files.getFileStore(folder).getUsableSpace();
      return Math.min(disk, budget.left());
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "The scratch space " + folder + " cannot be read: " + e.getMessage() + ".",
          e);
    }
  }
}
