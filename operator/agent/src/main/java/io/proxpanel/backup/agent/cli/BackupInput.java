package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A backup file that can be read twice: itself, or a copy in the scratch folder of what cannot,
 * such as standard input. The copy is as encrypted as the original.
 */
final class BackupInput implements AutoCloseable {
  private final String name;
  private final Path path;
  private final boolean copy;

  private BackupInput(String name, Path path, boolean copy) {
    this.name = name;
    this.path = path;
    this.copy = copy;
  }

  /**
   * Opens, and copies where that is needed.
   *
   * @throws AgentException {@code FileMissing} or {@code InputOutput}
   */
  static BackupInput open(String argument, Console console) throws AgentException {
    try (Input input = Input.open(argument, console)) {
      return input.isRegularFile()
          ? new BackupInput(input.name(), input.path(), false)
          : new BackupInput(input.name(), copy(input, console.scratch()), true);
    }
  }

  private static Path copy(Input input, Path scratch) throws AgentException {
    Path copy = null;
    try {
      // Created with permissions for its owner alone.
      copy = Files.createTempFile(scratch, "backup-agent-", ".proisp.bak");
      copy.toFile().deleteOnExit();
      pump(input, copy);
      return copy;
    } catch (IOException e) {
      AgentException failure =
          new AgentException(
              ErrorCode.InputOutput,
              input.name()
                  + " has to be read twice, and "
                  + scratch
                  + " has no room for a copy: name a file, or a folder with room in BACKUP_SCRATCH,"
                  + " or use --stream.",
              e);
      delete(copy, failure);
      throw failure;
    } catch (AgentException e) {
      delete(copy, e);
      throw e;
    }
  }

  private static void pump(Input input, Path copy) throws AgentException, IOException {
    byte[] buffer = new byte[64 * 1024];
    try (OutputStream out = Files.newOutputStream(copy)) {
      int n;
      while ((n = input.read(buffer)) >= 0) {
        out.write(buffer, 0, n);
      }
    }
  }

  private static void delete(Path copy, Exception failure) {
    if (copy != null) {
      try {
        Files.deleteIfExists(copy);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** What messages call it. */
  String name() {
    return name;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws AgentException {
    if (copy) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new AgentException(
            ErrorCode.InputOutput,
            "The encrypted copy " + path + " cannot be removed: remove it by hand.",
            e);
      }
    }
  }
}
