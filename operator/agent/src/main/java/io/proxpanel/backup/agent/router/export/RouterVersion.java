package io.proxpanel.backup.agent.router.export;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of RouterOS, as {@code 6.49.10 (long-term)} or {@code 7.16.1 (stable)}.
 *
 * @param major 6 or 7
 * @param minor what stands after the first dot
 */
record RouterVersion(int major, int minor) {
  private static final Pattern VERSION = Pattern.compile("^(\\d{1,4})\\.(\\d{1,4})");

  /** The version that a router says it has; empty when it is none. */
  static Optional<RouterVersion> parse(String text) {
    Matcher numbers = VERSION.matcher(text);
    return numbers.find()
        ? Optional.of(
            new RouterVersion(
                Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))))
        : Optional.empty();
  }

  /** Whether {@code /file/read} hands out files of any size. */
  boolean readsFilesInPieces() {
    return major > 7 || (major == 7 && minor >= 13);
  }

  /** Whether an export hides passwords and keys unless it is told to show them. */
  boolean hidesSensitive() {
    return major >= 7;
  }
}
