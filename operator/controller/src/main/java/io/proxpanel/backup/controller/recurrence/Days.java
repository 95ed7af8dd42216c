package io.proxpanel.backup.controller.recurrence;

import java.time.DayOfWeek;
import java.time.YearMonth;

/**
 * The days of the calendar that a rule names, as sets of bits.
 *
 * @param months bit 1 is January
 * @param daysOfMonth bit 1 is the first
 * @param daysOfWeek bit 0 is Sunday
 * @param either whether one of the two kinds of days is enough; else a day has to be in both
 * @param lastForMissing whether a month's last day stands for the days of the month that it lacks
 */
record Days(
    long months, long daysOfMonth, long daysOfWeek, boolean either, boolean lastForMissing) {
  private static final long ALL_MONTHS = 0x1ffe;
  private static final long ALL_DAYS_OF_MONTH = 0xfffffffeL;
  private static final long ALL_DAYS_OF_WEEK = 0x7f;

  /** Repeats seven bits so often that they cover a month. */
  private static final long FIVE_WEEKS = 1L | (1L << 7) | (1L << 14) | (1L << 21) | (1L << 28);

  static Days all() {
    return new Days(ALL_MONTHS, ALL_DAYS_OF_MONTH, ALL_DAYS_OF_WEEK, false, false);
  }

  static Days weekly(DayOfWeek day) {
    return new Days(ALL_MONTHS, ALL_DAYS_OF_MONTH, 1L << (day.getValue() % 7), false, false);
  }

  static Days monthly(int day) {
    return new Days(ALL_MONTHS, 1L << day, ALL_DAYS_OF_WEEK, false, true);
  }

  /** The days of that month; bit 1 is the first. */
  long of(YearMonth month) {
    if (((months >>> month.getMonthValue()) & 1) == 0) {
      return 0;
    }
    int length = month.lengthOfMonth();
    long all = (2L << length) - 2;
    long byDate = daysOfMonth & all;
    if (lastForMissing && byDate != daysOfMonth) {
      byDate |= 1L << length;
    }
    int first = month.atDay(1).getDayOfWeek().getValue() % 7;
    long week = ((daysOfWeek >>> first) | (daysOfWeek << (7 - first))) & ALL_DAYS_OF_WEEK;
    long byWeekday = ((week * FIVE_WEEKS) << 1) & all;
    return either ? byDate | byWeekday : byDate & byWeekday;
  }
}
