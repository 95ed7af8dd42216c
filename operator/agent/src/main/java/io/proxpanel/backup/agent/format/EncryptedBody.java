package io.proxpanel.backup.agent.format;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A backup file that is open for reading: header and nonce are read, ciphertext and tag follow. */
final class EncryptedBody implements AutoCloseable {
  private final InputStream in;
  private final FileHeader header;
  private final byte[] prefix;
  private final long size;
  private long remaining;

  private EncryptedBody(InputStream in, FileHeader header, byte[] prefix, long size) {
    this.in = in;
    this.header = header;
    this.prefix = prefix;
    this.size = size;
    this.remaining = size - prefix.length;
  }

  /**
   * Opens a file.
   *
   * @param name what messages call it
   * @throws AgentException {@code FileMissing}, {@code InputOutput}, what {@link FileHeader#read}
   *     says, or what {@link #requireWhole} says
   */
  static EncryptedBody open(Path path, String name) throws AgentException {
    InputStream in = null;
    try {
      in = Files.newInputStream(path);
      return read(in, Files.size(path), name);
    } catch (IOException e) {
      AgentException failure = unreadable(path, name, e);
      closeAfter(in, failure);
      throw failure;
    } catch (AgentException e) {
      closeAfter(in, e);
      throw e;
    }
  }

  private static EncryptedBody read(InputStream in, long size, String name)
      throws AgentException, IOException {
    RecordingInputStream recording = new RecordingInputStream(in);
    FileHeader header = FileHeader.read(recording, name);
    requireWhole(header, size, name);
    recording.readNBytes(GcmCipher.NONCE_BYTES);
    return new EncryptedBody(in, header, recording.recorded(), size);
  }

  /**
   * Refuses a file whose length no writer of the format can have produced.
   *
   * @throws AgentException {@code FileTruncated} or {@code WrongKeyOrDamaged}
   */
  static void requireWhole(FileHeader header, long size, String name) throws AgentException {
    int around = header.length() + GcmCipher.NONCE_BYTES + GcmCipher.TAG_BYTES;
    if (size < around) {
      throw new AgentException(
          ErrorCode.FileTruncated,
          name
              + " has "
              + size
              + " bytes, and the shortest whole backup with its header has "
              + around
              + ": it was cut; take a whole copy.");
    }
    if (size - around > GcmCipher.MAX_PLAINTEXT) {
      throw new AgentException(
          ErrorCode.WrongKeyOrDamaged,
          name
              + " has "
              + size
              + " bytes, and the longest backup of its format has "
              + (GcmCipher.MAX_PLAINTEXT + around)
              + ": something was added to it; take another copy.");
    }
  }

  /** What an exception of the file system means. */
  static AgentException unreadable(Path path, String name, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new AgentException(
          ErrorCode.FileMissing, name + " does not exist: check the name.", e);
    }
    if (Files.isDirectory(path)) {
      return new AgentException(
          ErrorCode.InputOutput, name + " is a folder: name a backup file in it.", e);
    }
    return new AgentException(
        ErrorCode.InputOutput,
        name + " cannot be read to its end: check its permissions and the disk it is on.",
        e);
  }

  /** Closes because of a failure, which stays the one to be told. */
  void closeAfter(Exception failure) {
    closeAfter(in, failure);
  }

  private static void closeAfter(InputStream in, Exception failure) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  FileHeader header() {
    return header;
  }

  /** Header and nonce as they stand in the file. */
  byte[] prefix() {
    return prefix.clone();
  }

  byte[] nonce() {
    return Arrays.copyOfRange(prefix, header.length(), prefix.length);
  }

  long size() {
    return size;
  }

  /** Whether there is more of ciphertext and tag to read. */
  boolean hasMore() {
    return remaining > 0;
  }

  /** Reads the next bytes of ciphertext and tag, as many as the buffer holds or there are. */
  int read(byte[] buffer) throws IOException {
    int wanted = (int) Math.min(buffer.length, remaining);
    if (in.readNBytes(buffer, 0, wanted) < wanted) {
      throw new EOFException("the file became shorter while it was read");
    }
    remaining -= wanted;
    return wanted;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
