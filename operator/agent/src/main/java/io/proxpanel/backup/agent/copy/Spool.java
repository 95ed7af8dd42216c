package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.LocalStore;
import io.proxpanel.backup.agent.destination.NewFile;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Where a backup is written first and read back, and from where the others copy it while it grows:
 * a temporary file at a destination on a volume, which only has to get its name afterwards, or a
 * file in the scratch space.
 */
public final class Spool implements AutoCloseable {
  private final Destination destination;
  private final Scratch scratch;
  private final NewFile file;
  private final GrowingFile content;
  private Scratch.Limited limited;

  private Spool(Destination destination, Scratch scratch, NewFile file, Path named) {
    this.destination = destination;
    this.scratch = scratch;
    this.file = file;
    this.content = new GrowingFile(file.path(), named);
  }

  /** At a destination on a volume. */
  public static Spool at(Destination destination, String fileName, String uid, Cleanup cleanup)
      throws AgentException {
    try (LocalStore store = LocalStore.open(destination.name(), destination.local(), cleanup)) {
      NewFile file = store.create(fileName, uid);
      return new Spool(destination, null, file, store.resolve(fileName));
    }
  }

  /** In the scratch space. */
  public static Spool in(Scratch scratch, String fileName, String uid, Cleanup cleanup)
      throws AgentException {
    try (LocalStore store =
        LocalStore.open("scratch", new Destination.Local(scratch.folder().toString()), cleanup)) {
      NewFile file = store.create(fileName, uid);
      return new Spool(null, scratch, file, file.path());
    }
  }

  /** What others copy, also while it grows. */
  public GrowingFile content() {
    return content;
  }

  /** The file that only has to get its name there, or null when it is in the scratch space. */
  public NewFile file() {
    return destination == null ? null : file;
  }

  /** Where it can be read. */
  public Path path() {
    return file.path();
  }

  /** Takes the content. Closing it makes the content last through a power cut. */
  public OutputStream output() {
    if (scratch == null) {
      return content.through(file.output());
    }
    limited = scratch.limited(file.output());
    return content.through(limited);
  }

  /** What a failure of writing means: that of the scratch space has another remedy. */
  public AgentException failure(IOException e) {
    AgentException failure =
        AgentException.from(
            e, ErrorCode.InputOutput, "The dump cannot be written: " + e.getMessage() + ".");
    boolean full = scratch != null && failure.code() == ErrorCode.VolumeFull;
    return full ? scratch.full(failure) : failure;
  }

  /** Removes it, unless it got its name. */
  @Override
  public void close() {
    file.close();
    if (limited != null) {
      limited.giveBack();
    }
  }
}
