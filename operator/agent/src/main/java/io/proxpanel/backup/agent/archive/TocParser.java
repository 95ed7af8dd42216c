package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.util.Arrays;

/** Takes the head of an archive, in pieces of any size, apart into header and entries. */
final class TocParser {
  /** No definition of an object is larger; a length beyond it is damage, and memory has an end. */
  private static final int MAX_ENTRY = 16 * 1024 * 1024;

  /** Gets the parts as soon as they are whole. */
  interface Handler {
    /** The header; {@code raw} are its bytes, the number of entries included. */
    void header(ArchiveHeader header, byte[] raw) throws AgentException, IOException;

    /** The next entry. */
    void entry(TocEntry entry) throws AgentException, IOException;
  }

  private final Handler handler;
  private byte[] buffer = new byte[64 * 1024];
  private int length;
  private ArchiveHeader header;
  private int entriesLeft;

  TocParser(Handler handler) {
    this.handler = handler;
  }

  /** Whether the table of contents has come to its end. */
  boolean done() {
    return header != null && entriesLeft == 0;
  }

  /** The header, or null as long as it is not here. */
  ArchiveHeader header() {
    return header;
  }

  /** Entries that have not come yet; meaningful once the header is here. */
  int entriesLeft() {
    return entriesLeft;
  }

  /**
   * Takes bytes.
   *
   * @return how many belong to the head; fewer than offered only when it has come to its end
   * @throws AgentException {@code NotAnArchive} as soon as the bytes cannot be one
   */
  int accept(byte[] bytes, int offset, int count) throws AgentException, IOException {
    int had = length;
    append(bytes, offset, count);
    int consumed = parse();
    if (done()) {
      length = 0;
      buffer = new byte[0];
      return consumed - had;
    }
    System.arraycopy(buffer, consumed, buffer, 0, length - consumed);
    length -= consumed;
    if (length > MAX_ENTRY) {
      throw ArchiveHeader.notAnArchive("an entry of its table of contents has no end");
    }
    return count;
  }

  private int parse() throws AgentException, IOException {
    int position = 0;
    try {
      if (header == null) {
        ByteCursor in = new ByteCursor(buffer, 0, length);
        ArchiveHeader read = ArchiveHeader.read(in);
        position = in.position();
        header = read;
        entriesLeft = read.entries();
        handler.header(read, Arrays.copyOf(buffer, position));
      }
      while (entriesLeft > 0) {
        TocEntry entry = TocEntry.read(header, buffer, position, length);
        position += entry.raw().length;
        entriesLeft--;
        handler.entry(entry);
      }
    } catch (ByteCursor.Underflow e) {
      return position;
    }
    return position;
  }

  private void append(byte[] bytes, int offset, int count) {
    if (buffer.length - length < count) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
    }
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }
}
