package io.proxpanel.backup.controller.retention;

import static io.proxpanel.backup.controller.retention.Histories.failed;
import static io.proxpanel.backup.controller.retention.Histories.good;
import static io.proxpanel.backup.controller.retention.Histories.nights;
import static io.proxpanel.backup.controller.retention.Histories.pinned;
import static io.proxpanel.backup.controller.retention.Histories.readBy;
import static io.proxpanel.backup.controller.retention.Histories.rules;
import static io.proxpanel.backup.controller.retention.Histories.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void countsABackupUnderEachOfItsReasons() {
    Decision decision =
        Retention.decide(
            rules("keepDaily 7, keepWeekly 4"),
            ZoneOffset.UTC,
            time("2026-11-30T03:00Z"),
            nights("2026-11-01", "2026-11-30", ZoneOffset.UTC));

    Summary summary = Summary.of(decision, List.of());

    assertThat(summary.kept()).isEqualTo(9);
    assertThat(summary.reasons())
        .containsExactly(entry("newest", 1), entry("keepDaily", 7), entry("keepWeekly", 4));
    assertThat(summary.inWords()).isEqualTo("9 kept: newest 1, keepDaily 7, keepWeekly 4.");
  }

  @Test
  void namesEveryReasonAsTheFieldsAreNamed() {
    List<Candidate> all = new ArrayList<>(nights("2026-11-01", "2026-11-20", ZoneOffset.UTC));
    all.add(pinned(good("2025-01-01")));
    all.add(readBy(good("2025-01-02"), "Restore \"undo\""));
    all.add(failed("2026-11-20T03:00Z"));
    all.add(good("2027-01-01"));

    Decision decision =
        Retention.decide(
            rules(
                "days 5, keepLast 4, keepHourly 3, keepDaily 3, keepWeekly 2, keepMonthly 1,"
                    + " keepYearly 2, minKeep 2, failedKeep 1"),
            ZoneOffset.UTC,
            time("2026-11-20T12:00Z"),
            all);

    assertThat(Summary.of(decision, List.of()).inWords())
        .isEqualTo(
            "10 kept: newest 1, days 5, keepLast 4, keepHourly 3, keepDaily 3, keepWeekly 2,"
                + " keepMonthly 1, keepYearly 2, minKeep 2, pinned 1, restore 1, failedKeep 1,"
                + " future 1.");
  }

  @Test
  void saysThatNoRuleIsGiven() {
    Decision decision =
        Retention.decide(
            rules(""), ZoneOffset.UTC, time("2026-11-20"), List.of(good("2026-11-19")));

    assertThat(Summary.of(decision, List.of()).inWords()).isEqualTo("1 kept: noRule 1, newest 1.");
  }

  @Test
  void namesWhatTheNextRunDeletesUpToFive() {
    List<Candidate> there = nights("2026-11-01", "2026-11-06", ZoneOffset.UTC);
    Decision nothingStays = new Decision(List.of(), there);

    assertThat(Summary.of(nothingStays, there.subList(0, 5)).inWords())
        .isEqualTo(
            "None kept. The next run deletes 5: 2026-11-01, 2026-11-02, 2026-11-03, 2026-11-04,"
                + " 2026-11-05.");
    Summary six = Summary.of(nothingStays, there);
    assertThat(six.inWords())
        .isEqualTo(
            "None kept. The next run deletes 6: 2026-11-01, 2026-11-02, 2026-11-03, 2026-11-04,"
                + " 2026-11-05 and 1 more.");
    assertThat(six.next()).hasSize(6).endsWith("2026-11-06");
  }
}
