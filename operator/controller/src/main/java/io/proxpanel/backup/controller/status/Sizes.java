package io.proxpanel.backup.controller.status;

import java.util.Locale;

/** Sizes as people read them. */
public final class Sizes {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

  private Sizes() {}

  /** {@code 15 KiB}, {@code 96 MiB}, {@code 1.4 GiB}: one decimal below ten. */
  public static String human(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    // What rounds to 1024 is one of the next unit.
    if (Math.round(size) == 1024 && unit < UNITS.length - 1) {
      size = 1;
      unit++;
    }
    boolean decimal = size < 9.95 && Math.round(size * 10) % 10 != 0;
    return String.format(Locale.ROOT, decimal ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
  }
}
