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
  private final TemporaryFile copy;

  private BackupInput(String name, Path path, TemporaryFile copy) {
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
      if (input.isRegularFile()) {
        return new BackupInput(input.name(), input.path(), null);
      }
      TemporaryFile copy = copy(input, console);
      return new BackupInput(input.name(), copy.path(), copy);
    }
  }

  private static TemporaryFile copy(Input input, Console console) throws AgentException {
    TemporaryFile copy = null;
    try {
      copy =
          TemporaryFile.create(
              console.scratch(), "backup-agent-", ".proisp.bak", console.cleanup());
      try (OutputStream out = Files.newOutputStream(copy.path())) {
        input.copyTo(out);
      }
      return copy;
    } catch (IOException e) {
      throw closed(
          copy,
          new AgentException(
              ErrorCode.InputOutput,
              input.name()
                  + " has to be read twice, and "
                  + console.scratch()
                  + " has no room for a copy: name a file, or a folder with room in BACKUP_SCRATCH,"
                  + " or use --stream.",
              e));
    } catch (AgentException e) {
      throw closed(copy, e);
    }
  }

  private static AgentException closed(TemporaryFile copy, AgentException failure) {
    if (copy != null) {
      try {
        copy.close();
      } catch (AgentException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
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
    if (copy != null) {
      copy.close();
    }
  }
}
