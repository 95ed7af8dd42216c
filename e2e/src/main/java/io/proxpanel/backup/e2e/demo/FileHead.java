package io.proxpanel.backup.e2e.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The first bytes of a file as {@code hexdump -C} shows them. */
final class FileHead {
  private static final int BYTES_A_LINE = 16;

  private FileHead() {}

  /**
   * Reads and formats.
   *
   * @param length how many bytes at most
   */
  static String of(Path file, int length) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return format(in.readNBytes(length));
    }
  }

  static String format(byte[] bytes) {
    HexFormat hex = HexFormat.ofDelimiter(" ");
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < bytes.length; from += BYTES_A_LINE) {
      int to = Math.min(bytes.length, from + BYTES_A_LINE);
      text.append(
          "%08x  %-47s  |%s|%n"
              .formatted(from, hex.formatHex(bytes, from, to), readable(bytes, from, to)));
    }
    return text.toString();
  }

  private static String readable(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
        .replaceAll("[^\\x20-\\x7e]", ".");
  }
}
