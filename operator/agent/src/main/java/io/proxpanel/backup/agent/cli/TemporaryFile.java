package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.DurableNames;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is removed when it is closed or when the process ends, unless it got a name. */
final class TemporaryFile implements AutoCloseable {
  private final Path folder;
  private final Path path;
  private final Cleanup.Entry cleanup;
  private boolean removed;
  private IOException left;

  private TemporaryFile(Path folder, Path path, Cleanup cleanup) {
    this.folder = folder;
    this.path = path;
    this.cleanup = cleanup.add(this::remove);
  }

  /** Makes an empty one, for its owner alone. */
  static TemporaryFile create(Path folder, String prefix, String suffix, Cleanup cleanup)
      throws IOException {
    return new TemporaryFile(folder, Files.createTempFile(folder, prefix, suffix), cleanup);
  }

  Path path() {
    return path;
  }

  /**
   * Gives it a name in its folder, which lasts through a power cut.
   *
   * @param replace whether a file of that name may be replaced
   * @return false when the process is ending, and the file was removed
   */
  synchronized boolean rename(Path target, boolean replace) throws IOException {
    if (removed) {
      return false;
    }
    if (replace) {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      DurableNames.rename(path, target);
    }
    DurableNames.sync(folder);
    return true;
  }

  private synchronized void remove() {
    removed = true;
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      left = e;
    }
  }

  /**
   * Removes it.
   *
   * @throws AgentException {@code InputOutput} when it cannot be removed
   */
  @Override
  public void close() throws AgentException {
    cleanup.close();
    requireRemoved();
  }

  private synchronized void requireRemoved() throws AgentException {
    if (left != null) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "The temporary file " + path + " cannot be removed: remove it by hand.",
          left);
    }
  }
}
