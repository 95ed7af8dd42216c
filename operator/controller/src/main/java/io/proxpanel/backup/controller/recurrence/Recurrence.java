package io.proxpanel.backup.controller.recurrence;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * A rule by which something is due again and again, in the local time of a zone, to the minute.
 *
 * <p>A cron expression has five fields: minute, hour, day of month, month and day of week. They
 * take {@code *}, lists, ranges, steps of both, and the names {@code JAN} to {@code DEC} and {@code
 * SUN} to {@code SAT}; Sunday is 0 and 7. Where both day fields are restricted, a day of either is
 * meant. A field is not restricted when it has a {@code *} without a step or with the step 1, as in
 * Kubernetes' CronJob.
 *
 * <p>Where a zone changes its clocks, fixed times of day are due once each:
 *
 * <ul>
 *   <li>a local time that does not exist is due at the first instant after the gap, with all others
 *       of the same gap and with what is due at that instant anyway;
 *   <li>a local time that exists twice is due at the first of the two.
 * </ul>
 *
 * <p>Rules for every hour ({@link #hourly}, and cron with an hour field that is not restricted)
 * follow real hours: they are due at every instant at which clocks show such a time. When clocks
 * are put back by an hour or more they are due in both passes, and when clocks are put forward by
 * an hour or more nothing is made up for. Changes by less than an hour, such as those of Lord Howe
 * Island, are treated as for fixed times, so that no hour goes without.
 *
 * <p>A day that a zone left out, such as 30 December 2011 in Apia, is a gap like others.
 */
public final class Recurrence {
  private static final Duration HOUR = Duration.ofHours(1);

  private final LocalTimes times;
  private final ZoneId zone;
  private final boolean everyHour;
  private final String text;

  private Recurrence(LocalTimes times, ZoneId zone, boolean everyHour, String text) {
    this.times = times;
    this.zone = zone;
    this.everyHour = everyHour;
    this.text = text;
  }

  /**
   * Due in every hour.
   *
   * @param minute 0 to 59
   * @throws IllegalArgumentException when it is not
   */
  public static Recurrence hourly(int minute, ZoneId zone) {
    if (minute < 0 || minute > 59) {
      throw new IllegalArgumentException("minute is " + minute + ": write one from 0 to 59.");
    }
    LocalTimes times = new LocalTimes(1L << minute, LocalTimes.ALL_HOURS, Days.all());
    return new Recurrence(times, zone, true, "hourly at minute " + minute);
  }

  /**
   * Due on every day.
   *
   * @param at in whole minutes
   * @throws IllegalArgumentException when it is not
   */
  public static Recurrence daily(LocalTime at, ZoneId zone) {
    return fixed(at, Days.all(), zone, "daily at " + at);
  }

  /**
   * Due once a week.
   *
   * @param at in whole minutes
   * @throws IllegalArgumentException when it is not
   */
  public static Recurrence weekly(DayOfWeek day, LocalTime at, ZoneId zone) {
    return fixed(at, Days.weekly(day), zone, "weekly on " + day + " at " + at);
  }

  /**
   * Due once a month.
   *
   * @param dayOfMonth 1 to 31; a month that has no such day takes its last one
   * @param at in whole minutes
   * @throws IllegalArgumentException when one of them is not so
   */
  public static Recurrence monthly(int dayOfMonth, LocalTime at, ZoneId zone) {
    if (dayOfMonth < 1 || dayOfMonth > 31) {
      throw new IllegalArgumentException(
          "dayOfMonth is " + dayOfMonth + ": write one from 1 to 31.");
    }
    return fixed(at, Days.monthly(dayOfMonth), zone, "monthly on " + dayOfMonth + " at " + at);
  }

  private static Recurrence fixed(LocalTime at, Days days, ZoneId zone, String text) {
    if (!at.equals(at.truncatedTo(ChronoUnit.MINUTES))) {
      throw new IllegalArgumentException("The time is " + at + ": write it in whole minutes.");
    }
    return new Recurrence(LocalTimes.at(at, days), zone, false, text);
  }

  /**
   * Due when a cron expression says so.
   *
   * @throws CronException with a sentence that names what is wrong and what to write
   */
  public static Recurrence cron(String expression, ZoneId zone) throws CronException {
    CronExpression cron = CronExpression.parse(expression);
    return new Recurrence(
        cron.times(), zone, cron.everyHour(), "cron \"" + expression.strip() + "\"");
  }

  /**
   * The first due instant that is after the given one.
   *
   * @return empty when nothing is due in the eight years that follow and the month of their end, as
   *     for {@code 0 0 30 2 *}; the rarest day, 29 February, comes again in eight years at the most
   */
  public Optional<Instant> next(Instant after) {
    Stretch stretch = Stretch.around(after, zone.getRules());
    LocalDateTime from = stretch.local(after).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    while (true) {
      Optional<LocalDateTime> due = times.next(later(from, firstOf(stretch)));
      if (due.isEmpty()) {
        return Optional.empty();
      }
      ZoneOffsetTransition end = stretch.end();
      if (end == null || due.get().isBefore(end.getDateTimeBefore())) {
        return Optional.of(due.get().toInstant(stretch.offset()));
      }
      if (end.isGap() && isBridged(end) && due.get().isBefore(end.getDateTimeAfter())) {
        return Optional.of(end.getInstant());
      }
      from = end.getDateTimeAfter();
      stretch = stretch.after();
    }
  }

  /**
   * The last due instant that is after the one and not after the other. It is searched backwards,
   * so that it takes no longer when the two are years apart.
   *
   * @return empty also when the eight years before {@code until} have none
   */
  public Optional<Instant> latest(Instant after, Instant until) {
    return latest(until).filter(due -> due.isAfter(after));
  }

  private Optional<Instant> latest(Instant until) {
    Stretch stretch = Stretch.around(until, zone.getRules());
    LocalDateTime to = stretch.local(until);
    while (true) {
      Optional<LocalDateTime> due = times.previous(to);
      if (due.isEmpty()) {
        return Optional.empty();
      }
      if (!due.get().isBefore(firstOf(stretch))) {
        return Optional.of(due.get().toInstant(stretch.offset()));
      }
      ZoneOffsetTransition begin = stretch.begin();
      if (begin.isGap() && isBridged(begin) && !due.get().isBefore(begin.getDateTimeBefore())) {
        return Optional.of(begin.getInstant());
      }
      to = begin.getDateTimeBefore().minusNanos(1);
      stretch = stretch.before();
    }
  }

  /**
   * How many instants are due after the one and not after the other.
   *
   * @param most where to stop counting
   */
  public long count(Instant after, Instant until, long most) {
    long count = 0;
    Optional<Instant> due = latest(after, until);
    while (count < most && due.isPresent()) {
      count++;
      due = latest(after, due.get().minusNanos(1));
    }
    return count;
  }

  /** Whether it follows real hours where a zone changes its clocks, instead of fixed times. */
  public boolean everyHour() {
    return everyHour;
  }

  /** The first local time of the stretch that has not been dealt with before its begin. */
  private LocalDateTime firstOf(Stretch stretch) {
    ZoneOffsetTransition begin = stretch.begin();
    if (begin == null) {
      return LocalDateTime.MIN;
    }
    return begin.isOverlap() && isBridged(begin)
        ? begin.getDateTimeBefore()
        : begin.getDateTimeAfter();
  }

  /** Whether what a change leaves out is made up for, and what it repeats is not. */
  private boolean isBridged(ZoneOffsetTransition change) {
    return !everyHour || change.getDuration().abs().compareTo(HOUR) < 0;
  }

  private static LocalDateTime later(LocalDateTime one, LocalDateTime other) {
    return one.isAfter(other) ? one : other;
  }

  /** For logs and tests, such as {@code daily at 02:30 in Europe/Berlin}. */
  @Override
  public String toString() {
    return text + " in " + zone;
  }
}
