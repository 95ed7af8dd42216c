package io.proxpanel.backup.controller.recurrence;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;

/** Reads a cron expression the plain way, one table of yes and no for each field. */
final class CronWords {
  private static final List<String> NAMES =
      List.of(
          "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "JAN", "FEB", "MAR", "APR", "MAY", "JUN",
          "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  private final boolean[] minute;
  private final boolean[] hour;
  private final boolean[] date;
  private final boolean[] month;
  private final boolean[] weekday;
  private final boolean anyDate;
  private final boolean anyWeekday;

  CronWords(String expression) {
    String[] words = expression.split(" ");
    minute = table(words[0], 0, 59);
    hour = table(words[1], 0, 23);
    date = table(words[2], 1, 31);
    month = table(words[3], 1, 12);
    weekday = table(words[4], 0, 7);
    weekday[0] |= weekday[7];
    anyDate = isAny(words[2]);
    anyWeekday = isAny(words[4]);
  }

  boolean matches(LocalDateTime time) {
    if (!minute[time.getMinute()] || !hour[time.getHour()] || !month[time.getMonthValue()]) {
      return false;
    }
    boolean onDate = date[time.getDayOfMonth()];
    boolean onWeekday = weekday[time.getDayOfWeek().getValue() % 7];
    if (anyDate) {
      return onWeekday;
    }
    return anyWeekday ? onDate : onDate || onWeekday;
  }

  static boolean isAny(String word) {
    List<String> parts = List.of(word.split(","));
    return parts.contains("*") || parts.contains("*/1");
  }

  private static boolean[] table(String word, int least, int most) {
    boolean[] table = new boolean[most + 1];
    for (String part : word.split(",")) {
      String range = part.replaceAll("/.*", "");
      int step = range.equals(part) ? 1 : Integer.parseInt(part.replaceAll(".*/", ""));
      int first = range.equals("*") ? least : value(range.replaceAll("-.*", ""));
      int last = range.equals("*") ? most : value(range.replaceAll(".*-", ""));
      for (int i = first; i <= last; i++) {
        table[i] |= (i - first) % step == 0;
      }
    }
    return table;
  }

  private static int value(String word) {
    int name = NAMES.indexOf(word.toUpperCase(Locale.ROOT));
    if (name < 0) {
      return Integer.parseInt(word);
    }
    return name < 7 ? name : name - 6;
  }
}
