package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The blocks of data of an archive, for those who pull: each is read, passed on, or passed by,
 * before the next one comes.
 */
public final class ArchiveData {
  private static final int BLOCK_DATA = 1;
  private static final int BLOCK_LARGE_OBJECTS = 3;
  private static final int BUFFER = 64 * 1024;
  private static final int NUMBER = 1 + Integer.BYTES;

  private final ArchiveHeader header;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private boolean largeObjects;
  private boolean open;
  private int dumpId;

  ArchiveData(ArchiveHeader header, InputStream in) {
    this.header = header;
    this.in = new BufferedInputStream(in, BUFFER);
  }

  /** Whether {@link #rows} can read this archive's data. */
  public static boolean canRead(ArchiveHeader header) {
    return header.compression() == ArchiveHeader.Compression.NONE
        || header.compression() == ArchiveHeader.Compression.GZIP;
  }

  /**
   * Goes to the next block.
   *
   * @return the number of its entry, or -1 at the end of the archive
   * @throws AgentException {@code ArchiveIncomplete}
   */
  public int next() throws AgentException, IOException {
    if (open) {
      pass(OutputStream.nullOutputStream());
    }
    int type = in.read();
    if (type < 0) {
      return -1;
    }
    if (type != BLOCK_DATA && type != BLOCK_LARGE_OBJECTS) {
      throw ArchiveScanner.incomplete("a block of data has the unknown type " + type);
    }
    largeObjects = type == BLOCK_LARGE_OBJECTS;
    dumpId = number(OutputStream.nullOutputStream());
    open = true;
    return dumpId;
  }

  /** The text of the block that has begun, which must be a table's; to be read to its end. */
  public InputStream rows() {
    InputStream chunks = new Chunks();
    return header.compression() == ArchiveHeader.Compression.GZIP ? new Inflated(chunks) : chunks;
  }

  /** Writes the block that has begun as it is. */
  public void copyTo(OutputStream out) throws AgentException, IOException {
    out.write(largeObjects ? BLOCK_LARGE_OBJECTS : BLOCK_DATA);
    byte[] id = new byte[NUMBER];
    for (int i = 0; i < Integer.BYTES; i++) {
      id[1 + i] = (byte) (dumpId >> (8 * i));
    }
    out.write(id);
    pass(out);
  }

  private void pass(OutputStream out) throws AgentException, IOException {
    if (!largeObjects) {
      passStream(out);
    } else {
      while (number(out) != 0) {
        passStream(out);
      }
    }
    open = false;
  }

  private void passStream(OutputStream out) throws AgentException, IOException {
    int length = length(out);
    while (length != 0) {
      int left = length;
      while (left > 0) {
        int n = in.read(buffer, 0, Math.min(left, buffer.length));
        if (n < 0) {
          throw ArchiveScanner.incomplete("it ends inside a block of data");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
      length = length(out);
    }
  }

  private int number(OutputStream copy) throws AgentException, IOException {
    byte[] bytes = in.readNBytes(NUMBER);
    if (bytes.length < NUMBER) {
      throw ArchiveScanner.incomplete("it ends inside a block of data");
    }
    int value = 0;
    for (int i = Integer.BYTES; i > 0; i--) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    copy.write(bytes);
    return bytes[0] == 0 ? value : -value;
  }

  private int length(OutputStream copy) throws AgentException, IOException {
    int length = number(copy);
    if (length < 0) {
      throw ArchiveScanner.incomplete("a piece of data has no length");
    }
    return length;
  }

  /** The pieces of one stream, one after the other. */
  private final class Chunks extends InputStream {
    private int left;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      try {
        if (left == 0 && !ended) {
          left = length(OutputStream.nullOutputStream());
          ended = left == 0;
          open = !ended;
        }
      } catch (AgentException e) {
        throw e.asIOException();
      }
      if (ended) {
        return -1;
      }
      int n = in.read(bytes, offset, Math.min(left, length));
      if (n < 0) {
        throw ArchiveScanner.incomplete("it ends inside a block of data").asIOException();
      }
      left -= n;
      return n;
    }
  }

  /** Ends where the compressed data ends, and then reads the end of the block. */
  private static final class Inflated extends InflaterInputStream {
    private final InputStream chunks;
    private boolean ended;

    Inflated(InputStream chunks) {
      super(chunks, new Inflater(), BUFFER);
      this.chunks = chunks;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (ended) {
        return -1;
      }
      int n = super.read(bytes, offset, length);
      if (n < 0) {
        ended = true;
        if (inf.getRemaining() > 0 || chunks.read() >= 0) {
          throw ArchiveScanner.incomplete("rows are followed by something else").asIOException();
        }
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      inf.end();
      super.close();
    }
  }
}
