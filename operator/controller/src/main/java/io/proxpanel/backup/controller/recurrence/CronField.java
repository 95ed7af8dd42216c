package io.proxpanel.backup.controller.recurrence;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One of the five fields of a cron expression: what may stand there and what that means. */
enum CronField {
  MINUTE("minute", 0, 59, List.of()),
  HOUR("hour", 0, 23, List.of()),
  DAY_OF_MONTH("day-of-month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  DAY_OF_WEEK("day-of-week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,2}");

  /** What other programs know in these places, such as Quartz. */
  private static final Pattern FOREIGN = Pattern.compile("L|W|LW|[0-9]+[LW]|.*[?#].*");

  private final String words;
  private final int least;
  private final int most;

  @SuppressWarnings("ImmutableEnumChecker") // lists of List.of
  private final List<String> names;

  CronField(String words, int least, int most, List<String> names) {
    this.words = words;
    this.least = least;
    this.most = most;
    this.names = names;
  }

  /**
   * What the field names.
   *
   * @param bits one for each value
   * @param star whether it says any: {@code *} or {@code *}{@code /1}, alone or in a list
   */
  record Values(long bits, boolean star) {}

  /** Reads the field; the expression it is from is for the sentence of the exception. */
  Values read(String field, String expression) throws CronException {
    long bits = 0;
    boolean star = false;
    for (String part : field.split(",", -1)) {
      if (part.isEmpty()) {
        throw wrong(field, expression, "write a value on both sides of every comma");
      }
      Values values = readPart(part, expression);
      bits |= values.bits();
      star |= values.star();
    }
    return new Values(bits, star);
  }

  private Values readPart(String part, String expression) throws CronException {
    String[] sides = part.split("/", 2);
    int step = sides.length == 1 ? 1 : step(sides[1], part, expression);
    if (sides[0].equals("*")) {
      return new Values(bits(least, most, step), step == 1);
    }
    String[] ends = sides[0].split("-", 2);
    int first = value(ends[0], part, expression);
    if (ends.length == 1) {
      if (sides.length > 1) {
        throw wrong(part, expression, "write a range before the /, such as " + rangeFrom(part));
      }
      return new Values(bits(first, first, 1), false);
    }
    int last = value(ends[1], part, expression);
    if (this == DAY_OF_WEEK && last == 0 && first > 0) {
      last = 7; // FRI-SUN: Sunday ends a week as well as it begins one
    }
    if (first > last) {
      throw wrong(
          part,
          expression,
          "write the smaller end of a range first, or two ranges such as "
              + "%d-%d,%d-%d".formatted(first, most, least, last));
    }
    return new Values(bits(first, last, step), false);
  }

  private String rangeFrom(String part) {
    return part.replace("/", "-" + most + "/");
  }

  private long bits(int first, int last, int step) {
    long bits = 0;
    for (int value = first; value <= last; value += step) {
      bits |= 1L << (this == DAY_OF_WEEK ? value % 7 : value);
    }
    return bits;
  }

  private int step(String text, String part, String expression) throws CronException {
    int step = number(text);
    if (step < 1 || step > most) {
      throw wrong(part, expression, "write a step from 1 to " + most + " after the /");
    }
    return step;
  }

  private int value(String text, String part, String expression) throws CronException {
    String upper = text.toUpperCase(Locale.ROOT);
    int name = names.indexOf(upper);
    int value = name >= 0 ? name + least : number(text);
    if (value >= least && value <= most) {
      return value;
    }
    if (FOREIGN.matcher(upper).matches()) {
      throw wrong(
          part,
          expression,
          "write numbers, *, lists, ranges and steps alone; L, W, # and ? are not known here, * says"
              + " any");
    }
    throw wrong(part, expression, "write " + allowed());
  }

  private String allowed() {
    String numbers = "a number from " + least + " to " + most;
    return names.isEmpty()
        ? numbers
        : numbers + " or a name from " + names.get(0) + " to " + names.get(names.size() - 1);
  }

  /** The number, or -1, which no field knows; signs and digits of other scripts are not read. */
  private static int number(String text) {
    return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
  }

  private CronException wrong(String part, String expression, String advice) {
    return new CronException(
        "The %s field of the cron expression \"%s\" has \"%s\": %s."
            .formatted(words, expression, part, advice));
  }
}
