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
   * @throws AgentException {@code FileMissing}, {@code InputOutput}, what {@link FileHeader#read}
   *     says, or {@code FileTruncated} when there is no room for nonce and tag
   */
  static EncryptedBody open(Path path) throws AgentException {
    InputStream in = null;
    try {
      in = Files.newInputStream(path);
      return read(in, path);
    } catch (IOException e) {
      AgentException failure = unreadable(path, e);
      closeAfter(in, failure);
      throw failure;
    } catch (AgentException e) {
      closeAfter(in, e);
      throw e;
    }
  }

  private static EncryptedBody read(InputStream in, Path path) throws AgentException, IOException {
    long size = Files.size(path);
    RecordingInputStream recording = new RecordingInputStream(in);
    FileHeader header = FileHeader.read(recording, path.toString());
    recording.readNBytes(GcmCipher.NONCE_BYTES);
    int shortest = header.length() + GcmCipher.NONCE_BYTES + GcmCipher.TAG_BYTES;
    if (size < shortest) {
      throw new AgentException(
          ErrorCode.FileTruncated,
          path
              + " has "
              + size
              + " bytes, and with its header the shortest whole one has "
              + shortest
              + ": it was cut; take a whole copy.");
    }
    return new EncryptedBody(in, header, recording.recorded(), size);
  }

  /** What an exception of the file system means. */
  static AgentException unreadable(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new AgentException(ErrorCode.FileMissing, path + " does not exist.", e);
    }
    return new AgentException(
        ErrorCode.InputOutput, path + " cannot be read: check its permissions and its volume.", e);
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

  /** Bytes of ciphertext and tag that were not read yet. */
  long remaining() {
    return remaining;
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
