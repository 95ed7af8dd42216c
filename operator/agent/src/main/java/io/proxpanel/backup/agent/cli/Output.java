package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Where a verb writes data: standard output, or a file that has its name only once it is whole.
 * Until {@link #commit} the file is a temporary one beside it, which {@link #close} removes, or the
 * end of the process.
 */
final class Output implements AutoCloseable {
  private final String name;
  private final Path target;
  private final TemporaryFile temporary;
  private final boolean force;
  private final FileChannel channel;
  private final OutputStream stream;

  private Output(
      String name,
      Path target,
      TemporaryFile temporary,
      boolean force,
      FileChannel channel,
      OutputStream stream) {
    this.name = name;
    this.target = target;
    this.temporary = temporary;
    this.force = force;
    this.channel = channel;
    this.stream = new NamingOutputStream(name, stream);
  }

  /**
   * Opens what an argument names.
   *
   * @param force whether a file of that name may be replaced
   * @throws AgentException {@code FileNameTaken}, {@code FolderMissing}, {@code VolumeNotWritable}
   */
  static Output open(String argument, boolean force, Console console) throws AgentException {
    if (argument.equals(Console.STANDARD)) {
      return new Output("standard output", null, null, force, null, console.out());
    }
    Path target = Input.path(argument);
    requireFree(target, argument, force);
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new AgentException(
          ErrorCode.FolderMissing,
          "There is no folder " + folder + " to write " + argument + " into: create it first.");
    }
    try {
      TemporaryFile temporary =
          TemporaryFile.create(
              folder, "." + target.getFileName() + ".", ".part", console.cleanup());
      FileChannel channel = FileChannel.open(temporary.path(), StandardOpenOption.WRITE);
      return new Output(
          argument, target, temporary, force, channel, Channels.newOutputStream(channel));
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.VolumeNotWritable,
          argument + " cannot be written: check the permissions of the folder " + folder + ".",
          e);
    }
  }

  private static void requireFree(Path target, String argument, boolean force)
      throws AgentException {
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new AgentException(
          ErrorCode.FileNameTaken,
          argument
              + " is there and is no regular file: name another one, or - for standard output.");
    }
    if (!force && Files.exists(target)) {
      throw taken(argument, null);
    }
  }

  private static AgentException taken(String argument, Throwable cause) {
    return new AgentException(
        ErrorCode.FileNameTaken,
        argument + " is there already: name another file, or add --force to replace it.",
        cause);
  }

  /** Whether the data goes to standard output, so that nothing else may. */
  static boolean isStandard(String argument) {
    return argument == null || argument.equals(Console.STANDARD);
  }

  /** Takes the data; its exceptions have the AgentException to tell as their cause. */
  OutputStream stream() {
    return stream;
  }

  /**
   * Gives the file its name. Whatever happens before leaves no file of that name, or the old one.
   *
   * @throws AgentException when it cannot be kept
   */
  void commit() throws AgentException {
    try {
      stream.flush();
      if (target != null) {
        channel.force(true);
        channel.close();
        requireNamed(temporary.rename(target, force));
      }
    } catch (FileAlreadyExistsException e) {
      throw taken(name, e);
    } catch (IOException e) {
      throw AgentException.from(
          e, ErrorCode.InputOutput, name + " cannot be kept: check the disk that it is on.");
    }
  }

  /**
   * The signal that ends this program often ends the one that feeds it too: the end of the input is
   * then no end of the data, and what came of it does not get its name.
   */
  private void requireNamed(boolean named) throws AgentException {
    if (!named) {
      throw new AgentException(
          ErrorCode.Interrupted,
          name + " was not kept: the program was told to stop before it was done; run it again.");
    }
  }

  @Override
  public void close() throws AgentException {
    if (target != null) {
      try (temporary;
          channel) {
        // Both are closed, whatever happens to one of them.
      } catch (IOException e) {
        throw new AgentException(
            ErrorCode.InputOutput, name + " cannot be closed: check the disk that it is on.", e);
      }
    }
  }

  /** Puts what went wrong, and where, into words. */
  private static final class NamingOutputStream extends FilterOutputStream {
    private final String name;

    NamingOutputStream(String name, OutputStream out) {
      super(out);
      this.name = name;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private IOException unwritable(IOException e) {
      // There is no type for it: the text is that of strerror(ENOSPC).
      if (e.getMessage() != null && e.getMessage().contains("No space left")) {
        return new AgentException(
                ErrorCode.VolumeFull,
                name + " cannot be written to its end: the disk is full; free some space.",
                e)
            .asIOException();
      }
      return new AgentException(
              ErrorCode.InputOutput,
              name
                  + " cannot be written to its end: check the disk that it is on, or the program"
                  + " that reads it.",
              e)
          .asIOException();
    }
  }
}
