package io.proxpanel.backup.agent.router.drift;

/** Shortens long lines to what matters in them, in characters of UTF-16 and never within one. */
final class Elision {
  /** What stands for what was left out. */
  static final String MARK = "…";

  /** Lines up to this length stay as they are. */
  private static final int LONG = 240;

  /** How much of the start of a line says which item it is. */
  private static final int HEAD = 80;

  /** How much of what did not change is shown on both sides of what did. */
  private static final int AROUND = 24;

  private Elision() {}

  /** The start of a text. */
  static String head(String text, int length) {
    return text.length() <= length ? text : text.substring(0, boundary(text, length - 1)) + MARK;
  }

  /** A line that stands for itself. */
  static String alone(String line) {
    return head(line, LONG);
  }

  /** A line of which only the difference to another matters, each with the sign of its side. */
  static String against(String line, String other) {
    if (line.length() <= LONG) {
      return line;
    }
    int common = Math.min(line.length(), other.length());
    int start = 1;
    while (start < common && line.charAt(start) == other.charAt(start)) {
      start++;
    }
    int rest = 0;
    while (rest < common - start
        && line.charAt(line.length() - 1 - rest) == other.charAt(other.length() - 1 - rest)) {
      rest++;
    }
    int from = boundary(line, Math.max(0, start - AROUND));
    int to = Math.min(line.length(), line.length() - rest + AROUND);
    to = boundary(line, Math.min(to, from + LONG - HEAD));
    StringBuilder text = new StringBuilder();
    if (from <= HEAD) {
      to = boundary(line, Math.max(to, HEAD));
      text.append(line, 0, to);
    } else {
      text.append(line, 0, boundary(line, HEAD)).append(MARK).append(line, from, to);
    }
    return to < line.length() ? text.append(MARK).toString() : text.toString();
  }

  private static int boundary(String text, int index) {
    boolean within =
        index > 0
            && index < text.length()
            && Character.isLowSurrogate(text.charAt(index))
            && Character.isHighSurrogate(text.charAt(index - 1));
    return within ? index - 1 : index;
  }
}
