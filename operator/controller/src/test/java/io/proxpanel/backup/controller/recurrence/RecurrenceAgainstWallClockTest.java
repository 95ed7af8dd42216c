package io.proxpanel.backup.controller.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random rules, compared with somebody who watches a clock. Another seed is given by
 * {@code -Dbackup.recurrence.seed=}, more cases by {@code -Dbackup.recurrence.cases=}.
 */
class RecurrenceAgainstWallClockTest {
  private static final long SEED = Long.getLong("backup.recurrence.seed", 20261123);
  private static final int CASES = Integer.getInteger("backup.recurrence.cases", 4000);

  @Test
  void agreesWithWhoWatchesAClock() {
    Random random = new Random(SEED);
    int acrossChanges = 0;
    int due = 0;
    for (int i = 0; i < CASES; i++) {
      RandomCase each = RandomCase.of(random);
      String name = "Seed " + SEED + ", case " + i + ": ";
      Supplier<String> text = () -> name + each;
      List<Instant> expected = each.clock().due(each.after(), each.until());

      assertThat(chain(each)).as(text).isEqualTo(expected);
      assertThat(each.recurrence().count(each.after(), each.until(), Long.MAX_VALUE))
          .as(text)
          .isEqualTo(expected.size());
      int most = random.nextInt(4);
      assertThat(each.recurrence().count(each.after(), each.until(), most))
          .as(text)
          .isEqualTo(Math.min(most, expected.size()));
      checkLatest(each, expected, each.until(), text);
      long seconds = each.until().getEpochSecond() - each.after().getEpochSecond();
      for (int j = 0; j < 5; j++) {
        Instant until = each.after().plusSeconds(random.nextInt((int) seconds + 1));
        checkLatest(each, expected, until, text);
      }
      acrossChanges += each.changes() && !expected.isEmpty() ? 1 : 0;
      due += expected.size();
    }
    // Otherwise the comparison says little.
    assertThat(acrossChanges).as("Seed " + SEED).isGreaterThan(CASES / 4);
    assertThat(due).as("Seed " + SEED).isGreaterThan(10 * CASES);
  }

  private static void checkLatest(
      RandomCase each, List<Instant> due, Instant until, Supplier<String> text) {
    Optional<Instant> expected =
        due.stream().filter(instant -> !instant.isAfter(until)).reduce((one, other) -> other);

    assertThat(each.recurrence().latest(each.after(), until))
        .as(() -> text.get() + ", the latest until " + until)
        .isEqualTo(expected);
  }

  private static List<Instant> chain(RandomCase each) {
    List<Instant> due = new ArrayList<>();
    Optional<Instant> next = each.recurrence().next(each.after());
    while (next.isPresent() && !next.get().isAfter(each.until())) {
      due.add(next.get());
      next = each.recurrence().next(next.get());
    }
    return due;
  }

  @Test
  void goesOnWhereOffsetsHaveSeconds() {
    Instant begin = LocalDate.of(1840, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    Instant end = LocalDate.of(1975, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
    for (String name : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(name);
      for (Recurrence each :
          List.of(
              Recurrence.hourly(30, zone),
              Recurrence.daily(LocalTime.MIDNIGHT, zone),
              Recurrence.monthly(31, LocalTime.of(2, 30), zone))) {
        zone.getRules().getTransitions().stream()
            .map(change -> change.getInstant())
            .filter(change -> change.isAfter(begin) && change.isBefore(end))
            .forEach(change -> goesOn(each, change));
      }
    }
  }

  private static void goesOn(Recurrence recurrence, Instant change) {
    Instant from = change.minusSeconds(7200);
    for (int i = 0; i < 4; i++) {
      Instant before = from;
      Instant next = recurrence.next(before).orElseThrow();
      Supplier<String> text = () -> recurrence + " after " + before;

      assertThat(next).as(text).isAfter(before);
      assertThat(recurrence.latest(before, next)).as(text).contains(next);
      assertThat(recurrence.count(before, next, 10)).as(text).isOne();
      from = next;
    }
  }
}
