package io.proxpanel.backup.agent.router.archive;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the entries of a tar file, never more than a number of bytes. Stricter than tar: what this
 * software does not write (links, devices, files past 8 GiB) is refused.
 */
final class TarReader {
  private static final int MAX_ENTRIES = 16;

  private final String fileName;
  private final InputStream in;
  private long allowed;
  private long left;
  private int padding;
  private int entries;

  /**
   * Reads one.
   *
   * @param fileName for sentences
   * @param in without compression
   * @param most how many bytes may come
   */
  TarReader(String fileName, InputStream in, long most) {
    this.fileName = fileName;
    this.in = in;
    this.allowed = most;
  }

  /**
   * The next file; null at the end, when everything that follows has been read too.
   *
   * @throws EOFException when the file ends before its end
   */
  TarHeader next() throws IOException, AgentException {
    TarHeader header;
    do {
      skip(left + padding);
      left = 0;
      padding = 0;
      byte[] block = in.readNBytes(TarHeader.BLOCK);
      if (block.length < TarHeader.BLOCK) {
        throw new EOFException("no end of the tar file");
      }
      allow(TarHeader.BLOCK);
      if (TarHeader.isEnd(block)) {
        toTheEnd();
        return null;
      }
      header = checked(TarHeader.parse(block));
      left = header.size();
      padding = (int) (-left & (TarHeader.BLOCK - 1));
      allow(left + padding);
    } while (header.type() != '0');
    return header;
  }

  private TarHeader checked(TarHeader header) throws AgentException {
    if (header == null) {
      throw new AgentException(
          ErrorCode.WrongKeyOrDamaged,
          "The router archive \""
              + fileName
              + "\" is damaged: a header in it is not one of a tar file. Use another archive.");
    }
    // Folders and the extended headers of other writers say nothing that is needed.
    if ("05xg".indexOf(header.type()) < 0) {
      throw new AgentException(
          ErrorCode.NotABackupFile,
          "The router archive \""
              + fileName
              + "\" is refused: it has an entry that is no file, which no backup writes.");
    }
    if (++entries > MAX_ENTRIES) {
      throw new AgentException(
          ErrorCode.FormatLimitExceeded,
          "The router archive \""
              + fileName
              + "\" is refused: it has more than "
              + MAX_ENTRIES
              + " entries, and an archive of one router has five.");
    }
    return header;
  }

  /** The content of the entry that {@link #next} returned last. */
  InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return SingleByte.of(this);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        if (left == 0) {
          return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
          throw new EOFException("the tar file ends within an entry");
        }
        left -= read;
        return read;
      }
    };
  }

  /** To where the checksum of the compression is compared. */
  private void toTheEnd() throws IOException, AgentException {
    byte[] buffer = new byte[1 << 13];
    int read = in.read(buffer);
    while (read >= 0) {
      allow(read);
      read = in.read(buffer);
    }
  }

  private void skip(long bytes) throws IOException {
    in.skipNBytes(bytes);
  }

  private void allow(long bytes) throws AgentException {
    allowed -= bytes;
    if (allowed < 0) {
      throw new AgentException(
          ErrorCode.FormatLimitExceeded,
          "The router archive \""
              + fileName
              + "\" is refused: unpacked it is larger than an archive of a router can be.");
    }
  }
}
