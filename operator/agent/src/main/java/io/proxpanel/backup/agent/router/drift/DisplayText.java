package io.proxpanel.backup.agent.router.drift;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Text to show for bytes in an unknown character set: UTF-8 where they are that, and the escapes of
 * RouterOS ({@code \F1}) for every byte that is not or that a terminal would act on. So two
 * different lines never look the same, and none can write over another.
 */
final class DisplayText {
  private DisplayText() {}

  /**
   * Makes it.
   *
   * @param bytes one character for each byte
   */
  static String of(String bytes) {
    boolean plain = bytes.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    if (plain) {
      return bytes;
    }
    StringBuilder text = new StringBuilder(bytes.length());
    int i = 0;
    while (i < bytes.length()) {
      int length = sequence(bytes, i);
      String shown =
          new String(
              bytes.substring(i, i + length).getBytes(StandardCharsets.ISO_8859_1),
              StandardCharsets.UTF_8);
      if (shown.codePointCount(0, shown.length()) == 1 && isPrintable(shown.codePointAt(0))) {
        text.append(shown);
        i += length;
      } else {
        text.append(String.format(Locale.ROOT, "\\%02X", (int) bytes.charAt(i)));
        i++;
      }
    }
    return text.toString();
  }

  /** How many bytes the UTF-8 sequence has that may start here. */
  private static int sequence(String bytes, int start) {
    char lead = bytes.charAt(start);
    int length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
    return Math.min(length, bytes.length() - start);
  }

  private static boolean isPrintable(int c) {
    return c != 0xfffd
        && switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED ->
              false;
          default -> true;
        };
  }
}
