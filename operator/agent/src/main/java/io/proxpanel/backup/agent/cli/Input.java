package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * A file that was named on the command line, or standard input, to be read once.
 *
 * @param name what messages call it
 * @param path of the file, or null for standard input
 * @param stream its bytes
 */
record Input(String name, Path path, InputStream stream) implements AutoCloseable {
  private static final int PIECE = 64 * 1024;

  /**
   * Opens what an argument names.
   *
   * @throws AgentException {@code FileMissing} or {@code InputOutput}
   */
  static Input open(String argument, Console console) throws AgentException {
    if (argument.equals(Console.STANDARD)) {
      return new Input("standard input", null, console.in());
    }
    Path path = path(argument);
    if (Files.isDirectory(path)) {
      throw new AgentException(
          ErrorCode.InputOutput, argument + " is a folder: name a file in it.");
    }
    try {
      return new Input(argument, path, Files.newInputStream(path));
    } catch (NoSuchFileException e) {
      throw new AgentException(
          ErrorCode.FileMissing, argument + " does not exist: check the name.", e);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput, argument + " cannot be read: check its permissions.", e);
    }
  }

  /** What an argument names; a name that no file can have is a file that does not exist. */
  static Path path(String argument) throws AgentException {
    try {
      return Paths.get(argument);
    } catch (InvalidPathException e) {
      throw new AgentException(
          ErrorCode.FileMissing, argument + " cannot be the name of a file: check the name.", e);
    }
  }

  /** Whether it can be read more than once. */
  boolean isRegularFile() {
    return path != null && Files.isRegularFile(path);
  }

  /** Length of a regular file, -1 of anything else. */
  long size() throws AgentException {
    if (!isRegularFile()) {
      return -1;
    }
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads on; -1 is the end. */
  private int read(byte[] buffer) throws AgentException {
    try {
      return stream.read(buffer);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Copies what is left to read.
   *
   * @throws AgentException when it cannot be read
   * @throws IOException when the target cannot be written
   */
  void copyTo(OutputStream out) throws AgentException, IOException {
    byte[] buffer = new byte[PIECE];
    int n = read(buffer);
    while (n >= 0) {
      out.write(buffer, 0, n);
      n = read(buffer);
    }
  }

  private AgentException unreadable(IOException e) {
    return new AgentException(
        ErrorCode.InputOutput, name + " cannot be read to its end: check where it comes from.", e);
  }

  @Override
  public void close() throws AgentException {
    if (path != null) {
      try {
        stream.close();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }
}
