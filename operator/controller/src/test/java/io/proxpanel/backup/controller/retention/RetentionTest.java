package io.proxpanel.backup.controller.retention;

import static io.proxpanel.backup.controller.retention.Histories.failed;
import static io.proxpanel.backup.controller.retention.Histories.good;
import static io.proxpanel.backup.controller.retention.Histories.kept;
import static io.proxpanel.backup.controller.retention.Histories.named;
import static io.proxpanel.backup.controller.retention.Histories.names;
import static io.proxpanel.backup.controller.retention.Histories.nights;
import static io.proxpanel.backup.controller.retention.Histories.pinned;
import static io.proxpanel.backup.controller.retention.Histories.readBy;
import static io.proxpanel.backup.controller.retention.Histories.rules;
import static io.proxpanel.backup.controller.retention.Histories.table;
import static io.proxpanel.backup.controller.retention.Histories.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Decision decide(String rules, String now, Candidate... candidates) {
    return decide(rules, ZoneOffset.UTC, now, candidates);
  }

  private static Decision decide(String rules, ZoneId zone, String now, Candidate... candidates) {
    return Retention.decide(rules(rules), zone, time(now), List.of(candidates));
  }

  @Test
  void keepsSomeDaysSomeWeeksAndSomeMonths() {
    Decision decision =
        Retention.decide(
            rules("keepDaily 7, keepWeekly 4, keepMonthly 12"),
            BERLIN,
            time("2026-11-30T01:00Z"),
            nights("2026-08-15", "2026-11-30", BERLIN));

    assertThat(table(new Decision(decision.kept(), List.of())))
        .isEqualToNormalizingNewlines(
            """
            2026-11-30: newest, daily 1 of 7, weekly 1 of 4, monthly 1 of 12
            2026-11-29: daily 2 of 7, weekly 2 of 4
            2026-11-28: daily 3 of 7
            2026-11-27: daily 4 of 7
            2026-11-26: daily 5 of 7
            2026-11-25: daily 6 of 7
            2026-11-24: daily 7 of 7
            2026-11-22: weekly 3 of 4
            2026-11-15: weekly 4 of 4
            2026-10-31: monthly 2 of 12
            2026-09-30: monthly 3 of 12
            2026-08-31: monthly 4 of 12
            """);
    assertThat(decision.delete()).hasSize(108 - 12);
    assertThat(names(decision.delete())).startsWith("2026-08-15", "2026-08-16").isSorted();
  }

  @Test
  void keepsWhatIsYoungerThanSomeDaysOf24Hours() {
    String rules = "days 2";
    Candidate tooOld = good("2026-11-21T02:00:00Z");
    Candidate youngEnough = good("2026-11-21T02:00:01Z");
    Candidate newest = good("2026-11-22T02:00Z");

    assertThat(table(decide(rules, "2026-11-23T02:00Z", tooOld, youngEnough, newest)))
        .isEqualToNormalizingNewlines(
            """
            2026-11-22T02:00Z: newest, younger than 2 days
            2026-11-21T02:00:01Z: younger than 2 days
            2026-11-21T02:00:00Z goes
            """);
    assertThat(table(decide("days 1", "2026-11-22T02:00Z", newest)))
        .isEqualToNormalizingNewlines("2026-11-22T02:00Z: newest, younger than 1 day\n");
  }

  @Test
  void aDayOf25HoursMakesNoBackupStayLonger() {
    // Clocks go back on the 25th: since the same time of the day before 25 hours have gone by.
    Candidate before = good("2026-10-24T20:30Z");
    Candidate after = good("2026-10-25T21:00Z");

    assertThat(kept(decide("days 1", BERLIN, "2026-10-25T21:00Z", before, after)))
        .containsExactly("2026-10-25T21:00Z");
  }

  @Test
  void keepsTheLastOnesHoweverOld() {
    assertThat(
            table(
                decide(
                    "keepLast 2",
                    "2026-11-23",
                    good("2020-01-01"),
                    good("2019-01-01"),
                    good("2018-01-01"))))
        .isEqualToNormalizingNewlines(
            """
            2020-01-01: newest, last 1 of 2
            2019-01-01: last 2 of 2
            2018-01-01 goes
            """);
  }

  @Test
  void daysWithoutAGoodBackupAreNotCounted() {
    Decision decision =
        decide(
            "keepDaily 3",
            "2026-11-23T12:00Z",
            good("2026-11-01"),
            good("2026-11-05"),
            failed("2026-11-10"),
            good("2026-11-20"),
            failed("2026-11-21"),
            good("2026-10-31"));

    assertThat(kept(decision)).containsExactly("2026-11-20", "2026-11-05", "2026-11-01");
  }

  @Test
  void cutsDaysInTheZoneOfTheSchedule() {
    Candidate evening = good("2026-11-22T22:30Z");
    Candidate midnight = good("2026-11-22T23:30Z");
    Candidate morning = good("2026-11-23T00:30Z");
    Candidate[] all = {evening, midnight, morning};

    assertThat(kept(decide("keepDaily 2", "2026-11-23T02:00Z", all)))
        .containsExactly("2026-11-23T00:30Z", "2026-11-22T23:30Z");
    assertThat(kept(decide("keepDaily 2", BERLIN, "2026-11-23T02:00Z", all)))
        .containsExactly("2026-11-23T00:30Z", "2026-11-22T22:30Z");
  }

  @Test
  void anHourThatComesTwiceIsTwoHours() {
    // 02:15 and 02:45 in summer time, then 02:15 in winter time.
    Candidate[] all = {
      good("2026-10-25T00:15Z"), good("2026-10-25T00:45Z"), good("2026-10-25T01:15Z")
    };

    assertThat(table(decide("keepHourly 3", BERLIN, "2026-10-25T02:00Z", all)))
        .isEqualToNormalizingNewlines(
            """
            2026-10-25T01:15Z: newest, hourly 1 of 3
            2026-10-25T00:45Z: hourly 2 of 3
            2026-10-25T00:15Z goes
            """);
    assertThat(kept(decide("keepDaily 3", BERLIN, "2026-10-25T02:00Z", all)))
        .containsExactly("2026-10-25T01:15Z");
  }

  @Test
  void weeksBeginOnMondayAndGoOnAtNewYear() {
    Decision decision =
        decide(
            "keepWeekly 2, keepYearly 2",
            "2027-01-04T12:00Z",
            good("2026-12-27"),
            good("2026-12-28"),
            good("2026-12-31"),
            good("2027-01-01"),
            good("2027-01-03"),
            good("2027-01-04"));

    assertThat(table(decision))
        .isEqualToNormalizingNewlines(
            """
            2027-01-04: newest, weekly 1 of 2, yearly 1 of 2
            2027-01-03: weekly 2 of 2
            2026-12-31: yearly 2 of 2
            2026-12-27 goes
            2026-12-28 goes
            2027-01-01 goes
            """);
  }

  @Test
  void ofTwoThatEndedTogetherTheLargerNameIsTheNewer() {
    Candidate a = named("a", good("2026-11-23"));
    Candidate b = named("b", good("2026-11-23"));

    assertThat(kept(decide("keepDaily 1", "2026-11-23", a, b))).containsExactly("b");
    assertThat(kept(decide("keepDaily 1", "2026-11-23", b, a))).containsExactly("b");
  }

  @Test
  void oneThatIsNamedTwiceCountsOnce() {
    Candidate twice = good("2026-11-23");

    assertThat(kept(decide("keepLast 2", "2026-11-24", twice, twice, good("2026-11-22"))))
        .containsExactly("2026-11-23", "2026-11-22");
  }

  /** What happened to others: the last good backup expired while the newer ones failed. */
  @Test
  void theLastGoodOneNeverExpiresWhileNewerOnesFail() {
    Candidate good = good("2026-09-01");

    assertThat(
            table(
                decide(
                    "days 7, failedKeep 2",
                    "2026-11-23T02:00Z",
                    good("2026-08-31"),
                    good,
                    failed("2026-11-21"),
                    failed("2026-11-22"),
                    failed("2026-11-23"))))
        .isEqualToNormalizingNewlines(
            """
            2026-11-23: failed 1 of 2
            2026-11-22: failed 2 of 2
            2026-09-01: newest
            2026-08-31 goes
            2026-11-21 goes
            """);
  }

  @Test
  void failedOnesFillNoPlaceOfAGoodOne() {
    assertThat(
            kept(
                decide(
                    "keepLast 2, minKeep 2",
                    "2026-11-24",
                    good("2026-11-20"),
                    good("2026-11-21"),
                    failed("2026-11-22"),
                    failed("2026-11-23"))))
        .containsExactly("2026-11-21", "2026-11-20");
  }

  @Test
  void someStayWhateverTheRulesSay() {
    assertThat(
            table(
                decide(
                    "days 1, minKeep 3",
                    "2026-11-23T12:00Z",
                    good("2026-11-01"),
                    good("2026-11-02"),
                    good("2026-11-03"),
                    good("2026-11-23"))))
        .isEqualToNormalizingNewlines(
            """
            2026-11-23: newest, younger than 1 day, minimum 1 of 3
            2026-11-03: minimum 2 of 3
            2026-11-02: minimum 3 of 3
            2026-11-01 goes
            """);
  }

  @Test
  void pinnedOnesStayAndCountAsAnyOther() {
    assertThat(
            table(
                decide(
                    "keepDaily 2, failedKeep 1",
                    "2026-11-23",
                    pinned(good("2026-01-01")),
                    pinned(failed("2026-01-02")),
                    good("2026-11-20"),
                    pinned(good("2026-11-21")),
                    pinned(failed("2026-11-22")),
                    failed("2026-01-03"),
                    good("2026-11-22"))))
        .isEqualToNormalizingNewlines(
            """
            2026-11-22: pinned, failed 1 of 1
            2026-11-22: newest, daily 1 of 2
            2026-11-21: daily 2 of 2, pinned
            2026-01-02: pinned
            2026-01-01: pinned
            2026-01-03 goes
            2026-11-20 goes
            """);
  }

  @Test
  void whatARestoreReadsStays() {
    assertThat(
            table(
                decide(
                    "keepLast 1",
                    "2026-11-23",
                    readBy(good("2026-11-19"), "Restore \"undo\""),
                    readBy(good("2026-11-20"), "Restore \"a\"", "Restore \"b\""),
                    good("2026-11-21"),
                    good("2026-11-22"))))
        .isEqualToNormalizingNewlines(
            """
            2026-11-22: newest, last 1 of 1
            2026-11-20: a Restore reads it: Restore "a", Restore "b"
            2026-11-19: a Restore reads it: Restore "undo"
            2026-11-21 goes
            """);
  }

  @Test
  void oneOfTheFutureStaysAndCountsForNothing() {
    Candidate future = good("2027-11-23");
    Candidate alsoFuture = failed("2027-11-24");

    assertThat(
            table(
                decide(
                    "keepLast 1, days 3, failedKeep 1",
                    "2026-11-23",
                    good("2026-11-01"),
                    good("2026-11-02"),
                    failed("2026-11-03"),
                    future,
                    alsoFuture)))
        .isEqualToNormalizingNewlines(
            """
            2027-11-24: its time lies in the future: a clock is or was wrong
            2027-11-23: its time lies in the future: a clock is or was wrong
            2026-11-03: failed 1 of 1
            2026-11-02: newest, last 1 of 1
            2026-11-01 goes
            """);
    assertThat(kept(decide("keepLast 1", "2027-11-23", good("2026-11-02"), future)))
        .containsExactly("2027-11-23");
  }

  @Test
  void withoutARuleEveryGoodOneStays() {
    assertThat(
            table(
                decide(
                    "failedKeep 1",
                    "2026-11-23",
                    good("2020-01-01"),
                    failed("2026-11-20"),
                    failed("2026-11-21"),
                    good("2026-11-22"))))
        .isEqualToNormalizingNewlines(
            """
            2026-11-22: no rule lets it go, newest
            2026-11-21: failed 1 of 1
            2020-01-01: no rule lets it go
            2026-11-20 goes
            """);
  }

  @Test
  void withoutBackupsThereIsNothingToDecide() {
    assertThat(decide("keepLast 1", "2026-11-23")).isEqualTo(new Decision(List.of(), List.of()));
  }

  @Test
  void foreseesWhatTheNextGoodBackupPushesOut() {
    List<Candidate> there = nights("2026-11-21", "2026-11-23", BERLIN);
    Rules rules = rules("keepDaily 3");

    assertThat(Retention.decide(rules, BERLIN, time("2026-11-23T02:00Z"), there).delete())
        .isEmpty();
    Decision next = Retention.foresee(rules, BERLIN, time("2026-11-24T01:00Z"), there);

    assertThat(table(next))
        .isEqualToNormalizingNewlines(
            """
            2026-11-23: daily 2 of 3
            2026-11-22: daily 3 of 3
            2026-11-21 goes
            """);
  }
}
