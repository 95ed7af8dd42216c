package io.proxpanel.backup.agent.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the archive's primitives from bytes that have arrived so far. Where more would be needed it
 * throws {@link Underflow}, and the caller begins again when more is there.
 */
final class ByteCursor {
  private final byte[] buffer;
  private final int end;
  private int position;

  ByteCursor(byte[] buffer, int start, int end) {
    this.buffer = buffer;
    this.position = start;
    this.end = end;
  }

  int position() {
    return position;
  }

  int readByte() throws Underflow {
    require(1);
    return buffer[position++] & 0xff;
  }

  byte[] bytes(int length) throws Underflow {
    require(length);
    position += length;
    return Arrays.copyOfRange(buffer, position - length, position);
  }

  /** A sign byte and four bytes, little-endian. */
  int readInt() throws Underflow {
    require(1 + Integer.BYTES);
    position += 1 + Integer.BYTES;
    return getInt(buffer, position - 1 - Integer.BYTES);
  }

  /** The number that is written here. */
  static int getInt(byte[] bytes, int at) {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value |= (bytes[at + 1 + i] & 0xff) << (8 * i);
    }
    return bytes[at] == 0 ? value : -value;
  }

  /** Writes a number that is not negative. */
  static void putInt(byte[] bytes, int at, int value) {
    bytes[at] = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + 1 + i] = (byte) (value >> (8 * i));
    }
  }

  /** A length and that many bytes; null when the length is negative. */
  String readString() throws Underflow {
    int length = readInt();
    if (length < 0) {
      return null;
    }
    require(length);
    position += length;
    return new String(buffer, position - length, length, StandardCharsets.UTF_8);
  }

  /** The same, without making a String of it; tells whether it was not null. */
  boolean skipString() throws Underflow {
    int length = readInt();
    if (length > 0) {
      require(length);
      position += length;
    }
    return length >= 0;
  }

  private void require(int length) throws Underflow {
    if (length > end - position) {
      throw Underflow.INSTANCE;
    }
  }

  /** More bytes are needed. */
  static final class Underflow extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("StaticAssignmentOfThrowable") // control flow: no stack trace, no state
    static final Underflow INSTANCE = new Underflow();

    private Underflow() {
      super(null, null, false, false);
    }
  }
}
