package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobNamesTest {

  @Test
  void saysResourceVerbAndAttempt() {
    assertThat(JobNames.of("nightly", Verb.BACKUP, 1)).isEqualTo("nightly-backup-1");
    assertThat(JobNames.of("undo", Verb.RESTORE, 12)).isEqualTo("undo-restore-12");
  }

  @Test
  void cutsLongNamesWithoutMakingTwoOne() {
    String longName = "a".repeat(200);

    String first = JobNames.of(longName + "1", Verb.BACKUP, 1);
    String second = JobNames.of(longName + "2", Verb.BACKUP, 1);

    assertThat(first).hasSize(63).matches("a+-[0-9a-f]{8}-backup-1");
    assertThat(second).hasSize(63).isNotEqualTo(first);
  }

  @Test
  void doesNotMixUpDotsAndDashes() {
    assertThat(JobNames.of("a.b", Verb.DELETE, 1))
        .matches("a-b-[0-9a-f]{8}-delete-1")
        .isNotEqualTo(JobNames.of("a-b", Verb.DELETE, 1));
  }
}
