package io.proxpanel.backup.controller.recurrence;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A rule and a span of a few days, mostly around a change of the zone's offset. */
record RandomCase(
    Recurrence recurrence, WallClock clock, Instant after, Instant until, boolean changes) {
  private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();

  /** Where clocks change by other than an hour, or at odd times. */
  private static final List<String> ODD =
      List.of(
          "Australia/Lord_Howe",
          "Pacific/Apia",
          "Pacific/Fakaofo",
          "Pacific/Kiritimati",
          "Pacific/Kwajalein",
          "Antarctica/Troll",
          "Antarctica/Casey",
          "America/Caracas",
          "America/Sao_Paulo",
          "America/St_Johns",
          "Asia/Beirut",
          "Asia/Colombo",
          "Asia/Dhaka",
          "Asia/Pyongyang");

  private static final LocalDate BEGIN = LocalDate.of(1990, 1, 1);
  private static final LocalDate END = LocalDate.of(2036, 1, 1);

  static RandomCase of(Random random) {
    return new Maker(random).make();
  }

  @Override
  public String toString() {
    return recurrence + " after " + after + " until " + until;
  }

  private static final class Maker {
    private final Random random;
    private ZoneId zone;
    private LocalDateTime around;

    private Maker(Random random) {
      this.random = random;
    }

    private RandomCase make() {
      Instant middle = chooseZone();
      around = LocalDateTime.ofInstant(middle, zone);
      Instant after = middle.minusSeconds(below(2 * 86_400));
      Instant until = after.plusSeconds(below(3 * 86_400));
      if (random.nextBoolean()) {
        after = after.truncatedTo(ChronoUnit.MINUTES);
        until = until.truncatedTo(ChronoUnit.MINUTES);
      }
      boolean changes = !zone.getRules().getOffset(after).equals(zone.getRules().getOffset(until));
      return switch (below(8)) {
        case 0 -> hourly(after, until, changes);
        case 1 -> daily(after, until, changes);
        case 2 -> weekly(after, until, changes);
        case 3 -> monthly(after, until, changes);
        default -> cron(after, until, changes);
      };
    }

    /** Chooses a zone and returns an instant of its history. */
    private Instant chooseZone() {
      Instant any = null;
      for (int tries = 0; tries < 5; tries++) {
        List<String> zones = below(4) == 0 ? ODD : ZONES;
        zone = ZoneId.of(zones.get(below(zones.size())));
        int days = (int) ChronoUnit.DAYS.between(BEGIN, END);
        any = BEGIN.plusDays(below(days)).atTime(time()).toInstant(ZoneOffset.UTC);
        ZoneOffsetTransition change =
            random.nextBoolean()
                ? zone.getRules().nextTransition(any)
                : zone.getRules().previousTransition(any);
        if (change != null
            && !change.getDateTimeBefore().toLocalDate().isBefore(BEGIN)
            && change.getDateTimeBefore().toLocalDate().isBefore(END)) {
          return change.getInstant();
        }
      }
      return any;
    }

    private int below(int bound) {
      return random.nextInt(bound);
    }

    /** Any time of day, or one within two hours of what clocks show in the middle. */
    private LocalTime time() {
      if (around == null || below(3) == 0) {
        return LocalTime.of(below(24), below(60));
      }
      return around.toLocalTime().truncatedTo(ChronoUnit.MINUTES).plusMinutes(below(241) - 120);
    }

    private LocalDate date() {
      return around.toLocalDate().plusDays(below(5) - 2);
    }

    private RandomCase hourly(Instant after, Instant until, boolean changes) {
      int minute = time().getMinute();
      return new RandomCase(
          Recurrence.hourly(minute, zone),
          new WallClock(zone, now -> now.getMinute() == minute, true),
          after,
          until,
          changes);
    }

    private RandomCase daily(Instant after, Instant until, boolean changes) {
      LocalTime time = time();
      return new RandomCase(
          Recurrence.daily(time, zone),
          new WallClock(zone, now -> now.toLocalTime().equals(time), false),
          after,
          until,
          changes);
    }

    private RandomCase weekly(Instant after, Instant until, boolean changes) {
      LocalTime time = time();
      DayOfWeek day = date().getDayOfWeek();
      return new RandomCase(
          Recurrence.weekly(day, time, zone),
          new WallClock(
              zone, now -> now.getDayOfWeek() == day && now.toLocalTime().equals(time), false),
          after,
          until,
          changes);
    }

    private RandomCase monthly(Instant after, Instant until, boolean changes) {
      LocalTime time = time();
      int day = below(4) == 0 ? 29 + below(3) : date().getDayOfMonth();
      return new RandomCase(
          Recurrence.monthly(day, time, zone),
          new WallClock(
              zone,
              now ->
                  now.getDayOfMonth() == Math.min(day, now.toLocalDate().lengthOfMonth())
                      && now.toLocalTime().equals(time),
              false),
          after,
          until,
          changes);
    }

    private RandomCase cron(Instant after, Instant until, boolean changes) {
      String hours = below(3) == 0 ? "*" : field(0, 23, time().getHour());
      String expression =
          String.join(
              " ",
              below(10) == 0 ? "*" : field(0, 59, time().getMinute()),
              hours,
              below(2) == 0 ? "*" : field(1, 31, date().getDayOfMonth()),
              below(3) != 0 ? "*" : field(1, 12, date().getMonthValue()),
              below(2) == 0 ? "*" : field(0, 7, date().getDayOfWeek().getValue()));
      CronWords words = new CronWords(expression);
      try {
        return new RandomCase(
            Recurrence.cron(expression, zone),
            new WallClock(zone, words::matches, CronWords.isAny(hours)),
            after,
            until,
            changes);
      } catch (CronException e) {
        throw new AssertionError(e.getMessage(), e);
      }
    }

    private String field(int least, int most, int likely) {
      return IntStream.rangeClosed(0, below(3) == 0 ? below(3) : 0)
          .mapToObj(i -> part(least, most, likely))
          .collect(Collectors.joining(","));
    }

    private String part(int least, int most, int likely) {
      int one = below(2) == 0 ? likely : least + below(most - least + 1);
      int other = below(2) == 0 ? likely : least + below(most - least + 1);
      String range = word(Math.min(one, other), most) + "-" + word(Math.max(one, other), most);
      return switch (below(8)) {
        case 0, 1 -> range;
        case 2 -> range + "/" + (1 + below(most / 2));
        case 3 -> "*/" + (1 + below(most));
        default -> word(one, most);
      };
    }

    /** A number, or in the fields that have them a name in any case. */
    private String word(int value, int most) {
      String name =
          switch (most) {
            case 12 -> Month.of(value).getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            case 7 ->
                value == 0
                    ? "Sun"
                    : DayOfWeek.of(value).getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            default -> "";
          };
      // A range may begin with Sunday as 7 only where it ends with it, and the name means 0.
      if (name.isEmpty() || (most == 7 && value == 7) || random.nextBoolean()) {
        return Integer.toString(value);
      }
      name = name.substring(0, 3);
      return random.nextBoolean() ? name.toUpperCase(Locale.ROOT) : name;
    }
  }
}
