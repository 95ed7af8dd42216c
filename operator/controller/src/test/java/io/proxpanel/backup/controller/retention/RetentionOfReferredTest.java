package io.proxpanel.backup.controller.retention;

import static io.proxpanel.backup.controller.retention.Histories.good;
import static io.proxpanel.backup.controller.retention.Histories.kept;
import static io.proxpanel.backup.controller.retention.Histories.names;
import static io.proxpanel.backup.controller.retention.Histories.pinned;
import static io.proxpanel.backup.controller.retention.Histories.referring;
import static io.proxpanel.backup.controller.retention.Histories.rules;
import static io.proxpanel.backup.controller.retention.Histories.table;
import static io.proxpanel.backup.controller.retention.Histories.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backups that others refer to. */
class RetentionOfReferredTest {
  private static Decision decide(String rules, String now, Candidate... candidates) {
    return Retention.decide(rules(rules), ZoneOffset.UTC, time(now), List.of(candidates));
  }

  @Test
  void whatOneThatStaysRefersToStays() {
    Candidate full = good("2026-11-01");
    Candidate light = referring(good("2026-11-02"), full);

    Decision decision =
        decide("keepLast 1", "2026-11-03", full, light, referring(good("2026-11-03"), full));

    assertThat(table(decision))
        .isEqualToNormalizingNewlines(
            """
            2026-11-03: newest, last 1 of 1
            2026-11-01: referred to by 2026-11-03
            2026-11-02 goes
            """);
    assertThat(decision.kept()).extracting(Kept::isForOthers).containsExactly(false, true);
  }

  @Test
  void whatStaysForOthersAloneKeepsNothingItself() {
    Candidate first = good("2026-11-01");
    Candidate second = referring(good("2026-11-02"), first);
    Candidate third = referring(good("2026-11-03"), second);

    Decision decision = decide("keepLast 1", "2026-11-03", first, second, third);

    assertThat(kept(decision)).containsExactly("2026-11-03", "2026-11-02");
    assertThat(names(decision.delete())).containsExactly("2026-11-01");
  }

  @Test
  void whatIsPinnedKeepsWhatItRefersTo() {
    Candidate first = good("2026-11-01");
    Candidate second = pinned(good("2026-11-02"));

    Decision decision =
        decide("keepLast 1", "2026-11-03", first, referring(second, first), good("2026-11-03"));

    assertThat(kept(decision)).containsExactly("2026-11-03", "2026-11-02", "2026-11-01");
  }

  @Test
  void theNextOneWillReferToWhatTheNewestRefersTo() {
    Candidate full = good("2026-11-01");
    Candidate light = referring(good("2026-11-02"), full);

    Decision foreseen =
        Retention.foresee(
            rules("keepLast 1"), ZoneOffset.UTC, time("2026-11-03"), List.of(full, light));

    assertThat(names(foreseen.delete())).containsExactly("2026-11-02");
  }
}
