package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;

/** Walks over the blocks of data behind the table of contents, in pieces of any size. */
final class DataBlocks {
  private static final int BLOCK_DATA = 1;
  private static final int BLOCK_LARGE_OBJECTS = 3;

  /** Tells about entries of the table of contents. */
  interface Names {
    /** Name of the entry, for messages; refuses an unknown one. */
    String of(int dumpId) throws AgentException;
  }

  /** Takes note that an entry's block has begun; tells whether it is text for COPY. */
  interface Arrivals {
    /** The block of this entry has begun. */
    boolean begun(int dumpId);
  }

  /** Hears how many rows a table's block had, where that could be counted. */
  interface Counts {
    /** The block has ended. */
    void of(int dumpId, long rows);
  }

  private enum State {
    TYPE,
    DUMP_ID,
    OBJECT_ID,
    CHUNK_LENGTH,
    CHUNK
  }

  private final Names names;
  private final Arrivals arrivals;
  private final Counts counts;
  private final ArchiveHeader header;
  private final byte[] number;
  private int numberLength;
  private State state = State.TYPE;
  private boolean largeObjectBlock;
  private int chunkLeft;
  private String current;
  private int currentId;
  private RowCounter counter;
  private int largeObjects;
  private long rows;
  private boolean counted = true;

  DataBlocks(ArchiveHeader header, Names names, Arrivals arrivals, Counts counts) {
    this.header = header;
    this.names = names;
    this.arrivals = arrivals;
    this.counts = counts;
    this.number = new byte[1 + header.intSize()];
  }

  int largeObjects() {
    return largeObjects;
  }

  /** Rows so far, or null when some table's could not be counted. */
  Long rows() {
    return counted ? Long.valueOf(rows) : null;
  }

  void accept(byte[] bytes, int offset, int length) throws AgentException {
    int position = offset;
    int end = offset + length;
    while (position < end) {
      if (state == State.CHUNK) {
        int n = Math.min(chunkLeft, end - position);
        counter.accept(bytes, position, n);
        position += n;
        chunkLeft -= n;
        if (chunkLeft == 0) {
          state = State.CHUNK_LENGTH;
        }
      } else if (state == State.TYPE) {
        beginBlock(bytes[position++]);
      } else {
        number[numberLength++] = bytes[position++];
        if (numberLength == number.length) {
          numberLength = 0;
          take(value());
        }
      }
    }
  }

  /** Refuses an end that is not between two blocks. */
  void requireEnd() throws AgentException {
    if (state != State.TYPE) {
      throw ArchiveScanner.incomplete(
          current == null
              ? "it ends inside a block of data"
              : "it ends inside the data of " + current);
    }
  }

  private void beginBlock(int type) throws AgentException {
    if (type != BLOCK_DATA && type != BLOCK_LARGE_OBJECTS) {
      throw ArchiveScanner.incomplete("a block of data has the unknown type " + type);
    }
    largeObjectBlock = type == BLOCK_LARGE_OBJECTS;
    state = State.DUMP_ID;
  }

  private void take(int value) throws AgentException {
    switch (state) {
      case DUMP_ID -> {
        current = names.of(value);
        currentId = value;
        boolean copied = arrivals.begun(value);
        if (largeObjectBlock) {
          state = State.OBJECT_ID;
        } else {
          beginStream(copied);
        }
      }
      case OBJECT_ID -> {
        if (value == 0) {
          endBlock();
        } else {
          largeObjects++;
          beginStream(false);
        }
      }
      case CHUNK_LENGTH -> {
        if (value < 0) {
          throw ArchiveScanner.incomplete("a piece of the data of " + current + " has no length");
        }
        if (value == 0) {
          endStream();
        } else {
          chunkLeft = value;
          state = State.CHUNK;
        }
      }
      default -> throw new IllegalStateException(state.name());
    }
  }

  private void beginStream(boolean copied) {
    boolean table = !largeObjectBlock;
    counter = copied ? RowCounter.of(header.compression(), current) : RowCounter.none();
    if (table && (!copied || !counter.counts())) {
      counted = false;
    }
    state = State.CHUNK_LENGTH;
  }

  private void endStream() throws AgentException {
    long ended = counter.end();
    rows += ended;
    if (counter.counts()) {
      counts.of(currentId, ended);
    }
    if (largeObjectBlock) {
      state = State.OBJECT_ID;
    } else {
      endBlock();
    }
  }

  private void endBlock() {
    state = State.TYPE;
    current = null;
  }

  private int value() {
    int value = 0;
    for (int i = number.length - 1; i > 0; i--) {
      value = (value << 8) | (number[i] & 0xff);
    }
    return number[0] == 0 ? value : -value;
  }
}
