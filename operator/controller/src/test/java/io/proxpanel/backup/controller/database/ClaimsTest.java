package io.proxpanel.backup.controller.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.ProgressStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimsTest {
  private static final Set<Reason> AWAITS_ITS_TURN =
      Set.of(
          Reason.Accepted,
          Reason.DatabaseBeingRestored,
          Reason.TooManyBackups,
          Reason.TooManyBackupsOfDatabase);

  private final Conditions conditions = new Conditions(Clock.systemUTC());

  private static Backup backup(Phase phase, Integer attempts, String next) {
    Backup backup = Samples.backup("nightly");
    backup.getMetadata().setNamespace("isp");
    backup.getMetadata().setUid("uid");
    backup.getMetadata().setCreationTimestamp("2026-11-23T02:00:00Z");
    backup.setStatus(new BackupStatus());
    backup.getStatus().phase = phase;
    backup.getStatus().attempts = attempts;
    backup.getStatus().nextAttemptTime = next;
    return backup;
  }

  private Backup saying(Backup backup, String type, Verdict verdict) {
    BackupStatus status = backup.getStatus();
    status.conditions = conditions.with(status.conditions, type, verdict, 1L);
    return backup;
  }

  private Backup pending(Reason reason) {
    return saying(
        backup(Phase.Pending, null, null), Conditions.SUCCEEDED, Verdict.unknown(reason, "why"));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void awaitsItsTurnExactlyWhenNothingElseIsMissing(Reason reason) {
    Backup backup = pending(reason);

    assertThat(Claims.stage(backup).isPresent()).isEqualTo(AWAITS_ITS_TURN.contains(reason));
    assertThat(Claims.of(List.of(backup), List.of()))
        .extracting(Claim::stage)
        .allMatch(stage -> stage == Claim.Stage.WAITING);
  }

  @Test
  void whatWasNeverLookedAtHoldsNoPlace() {
    Backup fresh = backup(null, null, null);
    assertThat(Claims.stage(fresh)).isEmpty();
    fresh.setStatus(null);
    assertThat(Claims.stage(fresh)).isEmpty();
  }

  @Test
  void whatIsBeingDeletedHoldsNoPlace() {
    Backup backup = pending(Reason.TooManyBackups);
    backup.getMetadata().setDeletionTimestamp("2026-11-23T02:00:01Z");

    assertThat(Claims.stage(backup)).isEmpty();
  }

  @Test
  void worksWhileAnAttemptIsUnderWay() {
    assertThat(Claims.stage(backup(Phase.Pending, 1, null))).contains(Claim.Stage.ACTIVE);
    assertThat(Claims.stage(backup(Phase.Running, 1, null))).contains(Claim.Stage.ACTIVE);
    assertThat(Claims.stage(backup(Phase.Succeeded, 1, null))).isEmpty();
    assertThat(Claims.stage(backup(Phase.Failed, 3, null))).isEmpty();
  }

  @Test
  void holdsNoPlaceWhileItOnlyStoresWhatItHasDumped() {
    Backup backup = backup(Phase.Running, 1, null);
    backup.getStatus().progress = progress("dumping");
    assertThat(Claims.stage(backup)).contains(Claim.Stage.ACTIVE);

    backup.getStatus().progress = progress("storing");

    assertThat(Claims.stage(backup)).isEmpty();
  }

  private static ProgressStatus progress(String stage) {
    return new ProgressStatus("2026-11-23T02:00:10Z", stage, 1L, null, null, List.of());
  }

  @Test
  void betweenTwoAttemptsItAwaitsItsTurnOnlyOnceItHasAsked() {
    Backup retrying =
        saying(
            backup(Phase.Pending, 1, "2026-11-23T02:00:10Z"),
            Conditions.SUCCEEDED,
            Verdict.unknown(ErrorCode.DatabaseUnreachable, "why"));
    assertThat(Claims.stage(retrying)).isEmpty();

    saying(retrying, Conditions.SUCCEEDED, Verdict.unknown(Reason.TooManyBackupsOfDatabase, "why"));

    assertThat(Claims.stage(retrying)).contains(Claim.Stage.WAITING);
  }

  @Test
  void worksUntilItsJobIsStopped() {
    Backup deleted = backup(Phase.Running, 1, null);
    deleted.getMetadata().setDeletionTimestamp("2026-11-23T02:00:01Z");
    saying(deleted, Conditions.FILES_DELETED, Verdict.no(Reason.JobStopping, "why"));
    assertThat(Claims.stage(deleted)).contains(Claim.Stage.ACTIVE);

    saying(deleted, Conditions.FILES_DELETED, Verdict.no(Reason.Deleting, "why"));

    assertThat(Claims.stage(deleted)).isEmpty();
  }
}
