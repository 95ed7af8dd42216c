package io.proxpanel.backup.controller.restore;

import java.time.Duration;

/** How long a database is kept that a restore has replaced. */
final class KeepTime {
  /** As the schema's default; for resources that came past it. */
  private static final Duration DEFAULT = Duration.ofDays(1);

  private KeepTime() {}

  /** Of a number with s, m, h or d behind it, or of 0; the schema takes nothing else. */
  static Duration of(String text) {
    if (text == null || !text.matches("0|[1-9][0-9]{0,3}[smhd]")) {
      return DEFAULT;
    }
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
