package io.proxpanel.backup.agent.router.archive;

import io.proxpanel.backup.agent.format.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A part of a file name for text that somebody typed in at a router: letters, digits, {@code . _ -}
 * of ASCII, which every file system, FTP server and shell takes as they are.
 *
 * <p>Text that had to be changed gets eight hexadecimal digits of its own hash, so that {@code
 * North/1} and {@code North_1} keep apart, whichever is backed up first. Text that ends as if it
 * had got them gets them too, or it could be chosen to take another's name.
 */
final class SafeName {
  private static final Pattern SUFFIXED = Pattern.compile(".*-[0-9a-f]{8}");
  private static final int DIGITS = 8;

  /** Also of a text without any character. */
  private static final String NAMELESS = "router";

  private SafeName() {}

  /**
   * Makes it.
   *
   * @param text anything; null is as empty
   * @param most how many characters of the text are kept, to which the suffix of nine comes
   */
  static String of(String text, int most) {
    String given = text == null ? "" : text;
    StringBuilder safe = new StringBuilder();
    given.codePoints().forEach(c -> safe.append(isSafe(c, safe) ? Character.toString(c) : "_"));
    if (safe.length() == 0) {
      safe.append(NAMELESS);
    }
    safe.setLength(Math.min(safe.length(), most));
    boolean kept = safe.toString().equals(given) && !SUFFIXED.matcher(given).matches();
    return kept ? given : safe + "-" + hash(given);
  }

  /** A dot neither first, which hides files, nor after another, which leads out of folders. */
  private static boolean isSafe(int c, StringBuilder before) {
    if (c == '.') {
      return before.length() > 0 && before.charAt(before.length() - 1) != '.';
    }
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || (c == '-' && before.length() > 0);
  }

  private static String hash(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, DIGITS);
  }
}
