package io.proxpanel.backup.agent.router.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of an entry in a tar file (POSIX.1-1988 ustar; IEEE Std 1003.1, pax, "ustar
 * Interchange Format"). Written are plain files only, with the same owner and mode each time.
 *
 * @param type {@code '0'} for a file
 * @param size of the content in bytes
 */
record TarHeader(String name, char type, long size) {
  static final int BLOCK = 512;

  /** The longest name that needs no extension of the format. */
  static final int MAX_NAME = 100;

  /** What eleven octal digits can say: 8 GiB less one byte. */
  static final long MAX_SIZE = 077777777777L;

  private static final int MODE_AT = 100;
  private static final int OWNER_AT = 108;
  private static final int GROUP_AT = 116;
  private static final int SIZE_AT = 124;
  private static final int TIME_AT = 136;
  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final String MAGIC = "ustar";
  private static final int PRIVATE = 0600;

  /** Whether it is a block that ends a tar file. */
  static boolean isEnd(byte[] block) {
    return Arrays.equals(block, new byte[BLOCK]);
  }

  /**
   * Writes the header of a file that its owner alone may read.
   *
   * @param time of last modification, seconds since 1970
   */
  static byte[] ofFile(String name, long size, long time) {
    byte[] block = new byte[BLOCK];
    text(block, 0, name);
    octal(block, MODE_AT, 7, PRIVATE);
    octal(block, OWNER_AT, 7, 0);
    octal(block, GROUP_AT, 7, 0);
    octal(block, SIZE_AT, 11, size);
    octal(block, TIME_AT, 11, time);
    block[TYPE_AT] = '0';
    text(block, MAGIC_AT, MAGIC + "\00000");
    octal(block, SUM_AT, 6, sum(block));
    block[SUM_AT + 7] = ' ';
    return block;
  }

  /** Reads a header; null when the block is none. */
  static TarHeader parse(byte[] block) {
    long size = number(block, SIZE_AT, 12);
    boolean known =
        MAGIC.equals(new String(block, MAGIC_AT, MAGIC.length(), StandardCharsets.ISO_8859_1))
            && number(block, SUM_AT, SUM_LENGTH) == sum(block)
            && size >= 0;
    if (!known) {
      return null;
    }
    int end = 0;
    while (end < MAX_NAME && block[end] != 0) {
      end++;
    }
    String name = new String(block, 0, end, StandardCharsets.UTF_8);
    // A prefix means that there are folders.
    boolean inFolder = block[MAGIC_AT + 88] != 0 && block[MAGIC_AT + 5] == 0;
    char type = block[TYPE_AT] == 0 ? '0' : (char) block[TYPE_AT];
    return new TarHeader(inFolder ? "…/" + name : name, type, size);
  }

  private static long sum(byte[] block) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= SUM_AT && i < SUM_AT + SUM_LENGTH;
      sum += own ? ' ' : block[i] & 0xff;
    }
    return sum;
  }

  private static void text(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static void octal(byte[] block, int at, int digits, long number) {
    String octal = Long.toOctalString(number);
    text(block, at, "0".repeat(digits - octal.length()) + octal);
  }

  /** -1 for what is no octal number, such as the binary ones of larger files. */
  private static long number(byte[] block, int at, int length) {
    long number = 0;
    boolean ended = false;
    for (int i = at; i < at + length; i++) {
      int c = block[i];
      boolean blank = c == 0 || c == ' ';
      if (!blank && (ended || c < '0' || c > '7')) {
        return -1;
      }
      ended = blank && (ended || (i > at && block[i - 1] != ' '));
      number = blank ? number : number * 8 + (c - '0');
    }
    return number;
  }
}
