package io.proxpanel.backup.controller.recurrence;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The dates and times of day that a rule names, in whole minutes of a calendar that knows no zone.
 *
 * @param minutes bit 0 is the full hour
 * @param hours bit 0 is midnight
 */
record LocalTimes(long minutes, long hours, Days days) {
  static final long ALL_HOURS = 0xffffff;

  /**
   * How many months after the present one are searched. From one 29 February to the next it can be
   * eight years (2096 to 2104), and nothing that a rule can name is rarer.
   */
  private static final int MONTHS = 8 * 12;

  static LocalTimes at(LocalTime time, Days days) {
    return new LocalTimes(1L << time.getMinute(), 1L << time.getHour(), days);
  }

  /** The first that is not before the given one; empty when there is none in eight years. */
  Optional<LocalDateTime> next(LocalDateTime from) {
    LocalDateTime start = from.truncatedTo(ChronoUnit.MINUTES);
    if (start.isBefore(from)) {
      start = start.plusMinutes(1);
    }
    YearMonth month = YearMonth.from(start);
    long left = from(days.of(month), start.getDayOfMonth());
    int today = Long.numberOfTrailingZeros(left);
    if (today == start.getDayOfMonth()) {
      int minute = minuteFrom(start.getHour(), start.getMinute());
      if (minute >= 0) {
        return Optional.of(at(month, today, minute));
      }
      left &= ~(1L << today);
    }
    for (int i = 0; i < MONTHS && left == 0; i++) {
      month = month.plusMonths(1);
      left = days.of(month);
    }
    return left == 0
        ? Optional.empty()
        : Optional.of(at(month, Long.numberOfTrailingZeros(left), minuteFrom(0, 0)));
  }

  /** The last that is not after the given one; empty when there is none in eight years. */
  Optional<LocalDateTime> previous(LocalDateTime to) {
    YearMonth month = YearMonth.from(to);
    long left = days.of(month) & ((2L << to.getDayOfMonth()) - 1);
    int today = highest(left);
    if (today == to.getDayOfMonth()) {
      int minute = minuteUpTo(to.getHour(), to.getMinute());
      if (minute >= 0) {
        return Optional.of(at(month, today, minute));
      }
      left &= ~(1L << today);
    }
    for (int i = 0; i < MONTHS && left == 0; i++) {
      month = month.minusMonths(1);
      left = days.of(month);
    }
    return left == 0 ? Optional.empty() : Optional.of(at(month, highest(left), minuteUpTo(23, 59)));
  }

  private static LocalDateTime at(YearMonth month, int day, int minuteOfDay) {
    return month.atDay(day).atTime(minuteOfDay / 60, minuteOfDay % 60);
  }

  private int minuteFrom(int hour, int minute) {
    long inHour = from(minutes, minute);
    if (((hours >>> hour) & 1) != 0 && inHour != 0) {
      return hour * 60 + Long.numberOfTrailingZeros(inHour);
    }
    long later = from(hours, hour + 1);
    return later == 0
        ? -1
        : Long.numberOfTrailingZeros(later) * 60 + Long.numberOfTrailingZeros(minutes);
  }

  private int minuteUpTo(int hour, int minute) {
    long inHour = minutes & ((2L << minute) - 1);
    if (((hours >>> hour) & 1) != 0 && inHour != 0) {
      return hour * 60 + highest(inHour);
    }
    long earlier = hours & ((1L << hour) - 1);
    return earlier == 0 ? -1 : highest(earlier) * 60 + highest(minutes);
  }

  private static long from(long bits, int lowest) {
    return (bits >>> lowest) << lowest;
  }

  private static int highest(long bits) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
  }
}
