package io.proxpanel.backup.controller.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:30.5Z");
  private static final Failure FAILURE =
      new Failure(ErrorCode.DatabaseUnreachable, "No connection.");

  private final BackupStatus status = new BackupStatus();

  private Attempts attempts() {
    return Attempts.of(status);
  }

  @Test
  void waitingForTheFirstAttemptIsNoAttempt() {
    RunReport.waiting(status, Reason.SecretMissing, "waiting for a Secret", NOW);

    assertThat(attempts().look(NOW)).isEqualTo(Look.SURROUNDINGS);
    assertThat(status.nextAttemptTime).isNull();
  }

  @Test
  void waitingForTheNextAttemptDoesNotBringTheLastOneBack() {
    RunReport.starting(status, 1, "nightly-backup-1");
    RunReport.following(status, Reason.Running, "It runs.", NOW.minusSeconds(20));
    RunReport.retrying(status, FAILURE, NOW.minusSeconds(5), 3);

    RunReport.waiting(status, Reason.SecretMissing, "waiting for a Secret", NOW);

    assertThat(attempts().isUnderWay()).isFalse();
    assertThat(attempts().look(NOW)).isEqualTo(Look.SURROUNDINGS);
    assertThat(attempts().count()).isEqualTo(1);
  }

  @Test
  void takingTheSecondAttemptBackDoesNotBringTheFirstOneBack() {
    RunReport.starting(status, 1, "nightly-backup-1");
    RunReport.retrying(status, FAILURE, NOW.minusSeconds(5), 3);
    RunReport.starting(status, 2, "nightly-backup-2");
    assertThat(attempts().isUnderWay()).isTrue();

    RunReport.withdrawn(status, Reason.JobRefused, "exceeded quota", NOW);

    assertThat(attempts().isUnderWay()).isFalse();
    assertThat(attempts().look(NOW)).isEqualTo(Look.SURROUNDINGS);
    assertThat(attempts().count()).isEqualTo(1);
  }

  @Test
  void takingTheFirstAttemptBackLeavesNone() {
    RunReport.starting(status, 1, "nightly-backup-1");

    RunReport.withdrawn(status, Reason.JobRefused, "exceeded quota", NOW);

    assertThat(attempts().look(NOW)).isEqualTo(Look.SURROUNDINGS);
    assertThat(status.nextAttemptTime).isNull();
    assertThat(status.job).isNull();
  }
}
