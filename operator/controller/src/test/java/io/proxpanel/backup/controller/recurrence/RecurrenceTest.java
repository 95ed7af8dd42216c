package io.proxpanel.backup.controller.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Local times with the offsets that clocks have then, so that the tables can be checked by eye. */
class RecurrenceTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # forward from 02:00+01:00 to 03:00+02:00
          daily 02:30         | 2026-03-28T00:00+01:00 | 2026-03-30T12:00+02:00 | 2026-03-28T02:30+01:00 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00
          daily 02:30         | 2026-03-29T01:59+01:00 | 2026-03-29T03:00+02:00 | 2026-03-29T03:00+02:00
          daily 02:30         | 2026-03-29T03:00+02:00 | 2026-03-29T23:00+02:00 |
          weekly SUNDAY 02:00 | 2026-03-28T00:00+01:00 | 2026-04-05T12:00+02:00 | 2026-03-29T03:00+02:00 2026-04-05T02:00+02:00
          monthly 29 02:59    | 2026-03-01T00:00+01:00 | 2026-05-01T00:00+02:00 | 2026-03-29T03:00+02:00 2026-04-29T02:59+02:00
          hourly 30           | 2026-03-29T00:00+01:00 | 2026-03-29T04:00+02:00 | 2026-03-29T00:30+01:00 2026-03-29T01:30+01:00 2026-03-29T03:30+02:00
          */20 2 * * *        | 2026-03-29T00:00+01:00 | 2026-03-30T00:00+02:00 | 2026-03-29T03:00+02:00
          0,30 2,3 * * *      | 2026-03-29T00:00+01:00 | 2026-03-30T00:00+02:00 | 2026-03-29T03:00+02:00 2026-03-29T03:30+02:00
          */30 * * * *        | 2026-03-29T01:00+01:00 | 2026-03-29T03:30+02:00 | 2026-03-29T01:30+01:00 2026-03-29T03:00+02:00 2026-03-29T03:30+02:00
          # back from 03:00+02:00 to 02:00+01:00
          daily 02:30         | 2026-10-24T00:00+02:00 | 2026-10-26T12:00+01:00 | 2026-10-24T02:30+02:00 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00
          daily 02:30         | 2026-10-25T02:10+01:00 | 2026-10-25T23:00+01:00 |
          daily 03:00         | 2026-10-25T00:00+02:00 | 2026-10-25T23:00+01:00 | 2026-10-25T03:00+01:00
          daily 02:00         | 2026-10-25T00:00+02:00 | 2026-10-25T23:00+01:00 | 2026-10-25T02:00+02:00
          hourly 30           | 2026-10-25T01:00+02:00 | 2026-10-25T04:00+01:00 | 2026-10-25T01:30+02:00 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 2026-10-25T03:30+01:00
          hourly 0            | 2026-10-25T01:30+02:00 | 2026-10-25T03:30+01:00 | 2026-10-25T02:00+02:00 2026-10-25T02:00+01:00 2026-10-25T03:00+01:00
          0,30 2,3 * * *      | 2026-10-25T00:00+02:00 | 2026-10-25T23:00+01:00 | 2026-10-25T02:00+02:00 2026-10-25T02:30+02:00 2026-10-25T03:00+01:00 2026-10-25T03:30+01:00
          0 0-23 25 10 *      | 2026-10-25T01:00+02:00 | 2026-10-25T04:00+01:00 | 2026-10-25T02:00+02:00 2026-10-25T03:00+01:00 2026-10-25T04:00+01:00
          30 */1 25 10 *      | 2026-10-25T02:00+02:00 | 2026-10-25T03:00+01:00 | 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00
          """)
  void whereClocksChangeByAnHour(String rule, String after, String until, String due)
      throws CronException {
    check(rule, BERLIN, after, until, due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # forward from 02:00+10:30 to 02:30+11:00
          hourly 15    | 2026-10-04T01:00+10:30 | 2026-10-04T03:15+11:00 | 2026-10-04T01:15+10:30 2026-10-04T02:30+11:00 2026-10-04T03:15+11:00
          hourly 30    | 2026-10-04T01:00+10:30 | 2026-10-04T03:30+11:00 | 2026-10-04T01:30+10:30 2026-10-04T02:30+11:00 2026-10-04T03:30+11:00
          */15 * * * * | 2026-10-04T01:30+10:30 | 2026-10-04T02:45+11:00 | 2026-10-04T01:45+10:30 2026-10-04T02:30+11:00 2026-10-04T02:45+11:00
          daily 02:10  | 2026-10-04T00:00+10:30 | 2026-10-05T12:00+11:00 | 2026-10-04T02:30+11:00 2026-10-05T02:10+11:00
          # back from 02:00+11:00 to 01:30+10:30
          hourly 45    | 2026-04-05T00:00+11:00 | 2026-04-05T03:00+10:30 | 2026-04-05T00:45+11:00 2026-04-05T01:45+11:00 2026-04-05T02:45+10:30
          */15 * * * * | 2026-04-05T01:15+11:00 | 2026-04-05T02:15+10:30 | 2026-04-05T01:30+11:00 2026-04-05T01:45+11:00 2026-04-05T02:00+10:30 2026-04-05T02:15+10:30
          */15 * * * * | 2026-04-05T01:35+10:30 | 2026-04-05T02:00+10:30 | 2026-04-05T02:00+10:30
          daily 01:40  | 2026-04-05T00:00+11:00 | 2026-04-06T12:00+10:30 | 2026-04-05T01:40+11:00 2026-04-06T01:40+10:30
          """)
  void whereClocksChangeByHalfAnHour(String rule, String after, String until, String due)
      throws CronException {
    check(rule, ZoneId.of("Australia/Lord_Howe"), after, until, due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          daily 02:00         | 2011-12-28T12:00-10:00 | 2011-12-31T12:00+14:00 | 2011-12-29T02:00-10:00 2011-12-31T00:00+14:00 2011-12-31T02:00+14:00
          daily 00:00         | 2011-12-28T12:00-10:00 | 2011-12-31T12:00+14:00 | 2011-12-29T00:00-10:00 2011-12-31T00:00+14:00
          weekly FRIDAY 02:00 | 2011-12-28T12:00-10:00 | 2012-01-06T12:00+14:00 | 2011-12-31T00:00+14:00 2012-01-06T02:00+14:00
          monthly 30 02:00    | 2011-12-28T12:00-10:00 | 2012-01-30T12:00+14:00 | 2011-12-31T00:00+14:00 2012-01-30T02:00+14:00
          0 2,4 30 12 *       | 2011-12-28T12:00-10:00 | 2012-12-29T12:00+14:00 | 2011-12-31T00:00+14:00
          hourly 30           | 2011-12-29T22:45-10:00 | 2011-12-31T01:00+14:00 | 2011-12-29T23:30-10:00 2011-12-31T00:30+14:00
          0 * 30 12 *         | 2011-12-28T12:00-10:00 | 2012-12-29T12:00+14:00 |
          """)
  void whereADayIsLeftOut(String rule, String after, String until, String due)
      throws CronException {
    check(rule, ZoneId.of("Pacific/Apia"), after, until, due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # forward from 00:00 to 01:00
          America/Sao_Paulo | daily 00:30 | 2018-11-03T12:00-03:00 | 2018-11-05T12:00-02:00 | 2018-11-04T01:00-02:00 2018-11-05T00:30-02:00
          America/Sao_Paulo | daily 00:00 | 2018-11-03T12:00-03:00 | 2018-11-04T12:00-02:00 | 2018-11-04T01:00-02:00
          America/Sao_Paulo | 0 * 4 11 *  | 2018-11-03T12:00-03:00 | 2018-11-04T02:00-02:00 | 2018-11-04T01:00-02:00 2018-11-04T02:00-02:00
          Asia/Beirut       | daily 00:15 | 2022-03-26T12:00+02:00 | 2022-03-28T12:00+03:00 | 2022-03-27T01:00+03:00 2022-03-28T00:15+03:00
          # back from 00:00 to 23:00 of the day before
          America/Sao_Paulo | daily 23:30 | 2018-02-17T12:00-02:00 | 2018-02-18T23:45-03:00 | 2018-02-17T23:30-02:00 2018-02-18T23:30-03:00
          America/Sao_Paulo | daily 00:00 | 2018-02-17T12:00-02:00 | 2018-02-18T23:45-03:00 | 2018-02-18T00:00-03:00
          America/Sao_Paulo | hourly 30   | 2018-02-17T22:45-02:00 | 2018-02-18T00:45-03:00 | 2018-02-17T23:30-02:00 2018-02-17T23:30-03:00 2018-02-18T00:30-03:00
          America/Sao_Paulo | 0 * 18 2 *  | 2018-02-17T12:00-02:00 | 2018-02-18T01:00-03:00 | 2018-02-18T00:00-03:00 2018-02-18T01:00-03:00
          """)
  void whereClocksChangeAtMidnight(String zone, String rule, String after, String until, String due)
      throws CronException {
    check(rule, ZoneId.of(zone), after, until, due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # stayed on summer time
          Europe/Istanbul  | daily 03:30 | 2016-10-29T12:00+03:00 | 2016-10-31T12:00+03:00 | 2016-10-30T03:30+03:00 2016-10-31T03:30+03:00
          Europe/Istanbul  | daily 03:30 | 2015-11-07T12:00+03:00 | 2015-11-09T12:00+02:00 | 2015-11-08T03:30+03:00 2015-11-09T03:30+02:00
          # an hour forward for good, and back again
          Europe/Volgograd | daily 02:30 | 2018-10-27T12:00+03:00 | 2018-10-29T12:00+04:00 | 2018-10-28T03:00+04:00 2018-10-29T02:30+04:00
          Europe/Volgograd | daily 01:30 | 2020-12-26T12:00+04:00 | 2020-12-28T12:00+03:00 | 2020-12-27T01:30+04:00 2020-12-28T01:30+03:00
          Europe/Volgograd | hourly 30   | 2020-12-27T00:45+04:00 | 2020-12-27T02:45+03:00 | 2020-12-27T01:30+04:00 2020-12-27T01:30+03:00 2020-12-27T02:30+03:00
          # half an hour back for good, and forward again
          America/Caracas  | hourly 45   | 2007-12-09T02:00-04:00 | 2007-12-09T04:00-04:30 | 2007-12-09T02:45-04:00 2007-12-09T03:45-04:30
          America/Caracas  | hourly 45   | 2016-05-01T02:00-04:30 | 2016-05-01T04:00-04:00 | 2016-05-01T03:00-04:00 2016-05-01T03:45-04:00
          America/Caracas  | daily 02:45 | 2016-04-30T12:00-04:30 | 2016-05-02T12:00-04:00 | 2016-05-01T03:00-04:00 2016-05-02T02:45-04:00
          # a quarter of an hour
          Asia/Kathmandu   | daily 00:10 | 1985-12-31T12:00+05:30 | 1986-01-02T12:00+05:45 | 1986-01-01T00:15+05:45 1986-01-02T00:10+05:45
          Asia/Kathmandu   | hourly 10   | 1985-12-31T23:00+05:30 | 1986-01-01T01:30+05:45 | 1985-12-31T23:10+05:30 1986-01-01T00:15+05:45 1986-01-01T01:10+05:45
          Asia/Kathmandu   | hourly 0    | 2026-01-01T00:00+05:45 | 2026-01-01T02:00+05:45 | 2026-01-01T01:00+05:45 2026-01-01T02:00+05:45
          # two hours in summer
          Antarctica/Troll | daily 01:30 | 2026-03-28T12:00Z      | 2026-03-30T12:00+02:00 | 2026-03-29T03:00+02:00 2026-03-30T01:30+02:00
          Antarctica/Troll | 0 * * * *   | 2026-10-25T01:30+02:00 | 2026-10-25T02:00Z      | 2026-10-25T02:00+02:00 2026-10-25T01:00Z 2026-10-25T02:00Z
          """)
  void whereAZoneHasOtherHabits(String zone, String rule, String after, String until, String due)
      throws CronException {
    check(rule, ZoneId.of(zone), after, until, due);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          monthly 31 02:00    | 2026-01-01T00:00Z | 2026-05-01T00:00Z | 2026-01-31T02:00Z 2026-02-28T02:00Z 2026-03-31T02:00Z 2026-04-30T02:00Z
          monthly 30 02:00    | 2026-01-01T00:00Z | 2026-05-01T00:00Z | 2026-01-30T02:00Z 2026-02-28T02:00Z 2026-03-30T02:00Z 2026-04-30T02:00Z
          monthly 29 02:00    | 2026-02-01T00:00Z | 2026-04-01T00:00Z | 2026-02-28T02:00Z 2026-03-29T02:00Z
          monthly 31 02:00    | 2028-02-01T00:00Z | 2028-04-01T00:00Z | 2028-02-29T02:00Z 2028-03-31T02:00Z
          monthly 30 02:00    | 2028-02-01T00:00Z | 2028-04-01T00:00Z | 2028-02-29T02:00Z 2028-03-30T02:00Z
          monthly 29 02:00    | 2028-02-01T00:00Z | 2028-04-01T00:00Z | 2028-02-29T02:00Z 2028-03-29T02:00Z
          monthly 28 02:00    | 2028-02-01T00:00Z | 2028-04-01T00:00Z | 2028-02-28T02:00Z 2028-03-28T02:00Z
          monthly 29 02:00    | 2100-02-01T00:00Z | 2100-04-01T00:00Z | 2100-02-28T02:00Z 2100-03-29T02:00Z
          weekly MONDAY 23:59 | 2026-02-02T23:58Z | 2026-02-17T00:00Z | 2026-02-02T23:59Z 2026-02-09T23:59Z 2026-02-16T23:59Z
          weekly SUNDAY 00:00 | 2026-02-01T00:00Z | 2026-02-15T00:00Z | 2026-02-08T00:00Z 2026-02-15T00:00Z
          hourly 59           | 2026-12-31T23:00Z | 2027-01-01T00:59Z | 2026-12-31T23:59Z 2027-01-01T00:59Z
          # a day of the month does not move in cron
          0 0 31 * *          | 2026-01-01T00:00Z | 2026-06-01T00:00Z | 2026-01-31T00:00Z 2026-03-31T00:00Z 2026-05-31T00:00Z
          # both day fields: either
          0 0 15 * FRI        | 2026-02-01T00:00Z | 2026-03-01T00:00Z | 2026-02-06T00:00Z 2026-02-13T00:00Z 2026-02-15T00:00Z 2026-02-20T00:00Z 2026-02-27T00:00Z
          0 0 */10 * 1        | 2026-02-01T00:00Z | 2026-02-20T00:00Z | 2026-02-02T00:00Z 2026-02-09T00:00Z 2026-02-11T00:00Z 2026-02-16T00:00Z
          0 0 5 3 5           | 2026-02-01T00:00Z | 2026-03-13T00:00Z | 2026-03-05T00:00Z 2026-03-06T00:00Z 2026-03-13T00:00Z
          # one of them: that one
          0 0 15 * *          | 2026-02-01T00:00Z | 2026-03-31T00:00Z | 2026-02-15T00:00Z 2026-03-15T00:00Z
          0 0 */1 * mon       | 2026-02-01T00:00Z | 2026-02-20T00:00Z | 2026-02-02T00:00Z 2026-02-09T00:00Z 2026-02-16T00:00Z
          0 0 8 * *,3         | 2026-02-01T00:00Z | 2026-03-31T00:00Z | 2026-02-08T00:00Z 2026-03-08T00:00Z
          # Sunday is 0 and 7, and may end a range
          0 0 * * 0           | 2026-02-01T00:00Z | 2026-02-10T00:00Z | 2026-02-08T00:00Z
          0 0 * * 7           | 2026-02-01T00:00Z | 2026-02-10T00:00Z | 2026-02-08T00:00Z
          0 0 * * Sat-Sun     | 2026-02-01T00:00Z | 2026-02-10T00:00Z | 2026-02-07T00:00Z 2026-02-08T00:00Z
          0 0 * * 6-7         | 2026-02-01T00:00Z | 2026-02-10T00:00Z | 2026-02-07T00:00Z 2026-02-08T00:00Z
          0 0 * * SUN-MON     | 2026-02-01T00:00Z | 2026-02-10T00:00Z | 2026-02-02T00:00Z 2026-02-08T00:00Z 2026-02-09T00:00Z
          0 0 1 dec,JAN *     | 2026-02-01T00:00Z | 2027-02-01T00:00Z | 2026-12-01T00:00Z 2027-01-01T00:00Z
          # lists, ranges and steps
          5-10/3,50 1,3-4 * * * | 2026-02-01T00:00Z | 2026-02-01T03:10Z | 2026-02-01T01:05Z 2026-02-01T01:08Z 2026-02-01T01:50Z 2026-02-01T03:05Z 2026-02-01T03:08Z
          0 */7 * * *         | 2026-02-01T00:00Z | 2026-02-02T00:00Z | 2026-02-01T07:00Z 2026-02-01T14:00Z 2026-02-01T21:00Z 2026-02-02T00:00Z
          """)
  void whichDaysAndTimesARuleNames(String rule, String after, String until, String due)
      throws CronException {
    check(rule, UTC, after, until, due);
  }

  private static void check(String rule, ZoneId zone, String after, String until, String due)
      throws CronException {
    Recurrence recurrence = recurrence(rule, zone);
    Instant from = at(after);
    Instant to = at(until);
    List<Instant> expected =
        due == null ? List.of() : Arrays.stream(due.split(" +")).map(RecurrenceTest::at).toList();

    assertThat(chain(recurrence, from, to)).isEqualTo(expected);
    assertThat(recurrence.count(from, to, 1000)).isEqualTo(expected.size());
    assertThat(recurrence.latest(from, to))
        .isEqualTo(
            expected.isEmpty() ? Optional.empty() : Optional.of(expected.get(expected.size() - 1)));
  }

  private static List<Instant> chain(Recurrence recurrence, Instant after, Instant until) {
    List<Instant> due = new ArrayList<>();
    Optional<Instant> next = recurrence.next(after);
    while (next.isPresent() && !next.get().isAfter(until)) {
      due.add(next.get());
      next = recurrence.next(next.get());
    }
    return due;
  }

  private static Recurrence recurrence(String rule, ZoneId zone) throws CronException {
    String[] words = rule.split(" ");
    return switch (words[0]) {
      case "hourly" -> Recurrence.hourly(Integer.parseInt(words[1]), zone);
      case "daily" -> Recurrence.daily(LocalTime.parse(words[1]), zone);
      case "weekly" ->
          Recurrence.weekly(DayOfWeek.valueOf(words[1]), LocalTime.parse(words[2]), zone);
      case "monthly" ->
          Recurrence.monthly(Integer.parseInt(words[1]), LocalTime.parse(words[2]), zone);
      default -> Recurrence.cron(rule, zone);
    };
  }

  private static Instant at(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "*/5 * 30-31 FEB *"})
  void whatIsNeverDueEndsTheSearch(String expression) throws CronException {
    Instant now = at("2026-02-01T00:00Z");
    for (ZoneId zone : List.of(UTC, BERLIN)) {
      Recurrence never = Recurrence.cron(expression, zone);

      assertThat(never.next(now)).isEmpty();
      assertThat(never.latest(Instant.EPOCH, now)).isEmpty();
      assertThat(never.count(Instant.EPOCH, now, 10)).isZero();
    }
  }

  @Test
  void findsTheRarestDay() throws CronException {
    for (String expression : List.of("0 0 29 2 *", "0 * 29 2 *")) {
      Recurrence leap = Recurrence.cron(expression, BERLIN);

      assertThat(leap.next(at("2096-02-29T23:00+01:00"))).contains(at("2104-02-29T00:00+01:00"));
      assertThat(leap.latest(Instant.EPOCH, at("2104-02-28T23:59+01:00")).orElseThrow())
          .isAfterOrEqualTo(at("2096-02-29T00:00+01:00"))
          .isBefore(at("2096-03-01T00:00+01:00"));
    }
  }

  @Test
  void anInstantThatIsDueIsNotAfterItself() {
    Recurrence daily = Recurrence.daily(LocalTime.of(2, 30), UTC);
    Instant due = at("2026-02-01T02:30Z");

    assertThat(daily.next(due.minusNanos(1))).contains(due);
    assertThat(daily.next(due)).contains(at("2026-02-02T02:30Z"));
    assertThat(daily.next(due.plusSeconds(30))).contains(at("2026-02-02T02:30Z"));
    assertThat(daily.latest(due.minusNanos(1), due)).contains(due);
    assertThat(daily.latest(due, due.plusSeconds(59))).isEmpty();
    assertThat(daily.latest(Instant.EPOCH, due.minusNanos(1))).contains(at("2026-01-31T02:30Z"));
    assertThat(daily.count(due, due, 10)).isZero();
    assertThat(daily.count(due.minusNanos(1), due, 10)).isOne();
  }

  @Test
  void anOperatorThatWasAwayForYearsLearnsTheLatest() throws CronException {
    Instant longAgo = at("2001-01-01T00:00Z");
    Instant now = at("2026-03-29T12:00+02:00");

    assertThat(Recurrence.daily(LocalTime.of(2, 30), BERLIN).latest(longAgo, now))
        .contains(at("2026-03-29T03:00+02:00"));
    assertThat(Recurrence.cron("0 3 24 12 *", BERLIN).latest(longAgo, now))
        .contains(at("2025-12-24T03:00+01:00"));
    assertThat(Recurrence.cron("0 3 24 12 *", BERLIN).count(longAgo, now, 1000)).isEqualTo(25);
    assertThat(Recurrence.hourly(0, BERLIN).latest(Instant.MIN, now)).contains(now);
  }

  @Test
  void nothingIsDueBetweenNowAndThePast() {
    Recurrence hourly = Recurrence.hourly(0, UTC);
    Instant now = at("2026-03-29T12:30Z");

    assertThat(hourly.latest(now, now.minusSeconds(86_400))).isEmpty();
    assertThat(hourly.count(now, now.minusSeconds(86_400), 10)).isZero();
  }

  @Test
  void stopsCountingWhereItIsTold() {
    Recurrence hourly = Recurrence.hourly(0, UTC);
    Instant from = at("2026-01-01T00:00Z");
    Instant to = at("2026-01-02T00:00Z");

    assertThat(hourly.count(from, to, 24)).isEqualTo(24);
    assertThat(hourly.count(from, to, 25)).isEqualTo(24);
    assertThat(hourly.count(from, to, 23)).isEqualTo(23);
    assertThat(hourly.count(from, to, 0)).isZero();
    assertThat(hourly.count(Instant.MIN, to, 5)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hourly 15        | true
          */15 * * * *     | true
          0 */1 * * *      | true
          0 *,3 1 1 *      | true
          0 */2 * * *      | false
          0 0-23 * * *     | false
          * 3 * * *        | false
          daily 02:30      | false
          weekly MONDAY 02:30 | false
          monthly 1 02:30  | false
          """)
  void knowsWhetherItFollowsRealHours(String rule, boolean everyHour) throws CronException {
    assertThat(recurrence(rule, UTC).everyHour()).isEqualTo(everyHour);
  }

  @Test
  void refusesWhatNoClockShows() {
    LocalTime noon = LocalTime.NOON;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recurrence.hourly(60, UTC))
        .withMessage("minute is 60: write one from 0 to 59.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recurrence.hourly(-1, UTC))
        .withMessage("minute is -1: write one from 0 to 59.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recurrence.monthly(0, noon, UTC))
        .withMessage("dayOfMonth is 0: write one from 1 to 31.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recurrence.monthly(32, noon, UTC))
        .withMessage("dayOfMonth is 32: write one from 1 to 31.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Recurrence.daily(LocalTime.of(2, 30, 15), UTC))
        .withMessage("The time is 02:30:15: write it in whole minutes.");
  }

  @Test
  void saysWhatItIs() throws CronException {
    LocalTime time = LocalTime.of(2, 30);

    assertThat(Recurrence.hourly(5, UTC)).hasToString("hourly at minute 5 in UTC");
    assertThat(Recurrence.daily(time, BERLIN)).hasToString("daily at 02:30 in Europe/Berlin");
    assertThat(Recurrence.weekly(DayOfWeek.MONDAY, time, UTC))
        .hasToString("weekly on MONDAY at 02:30 in UTC");
    assertThat(Recurrence.monthly(31, time, UTC)).hasToString("monthly on 31 at 02:30 in UTC");
    assertThat(Recurrence.cron(" 0 2 * * * ", ZoneOffset.UTC))
        .hasToString("cron \"0 2 * * *\" in Z");
  }
}
