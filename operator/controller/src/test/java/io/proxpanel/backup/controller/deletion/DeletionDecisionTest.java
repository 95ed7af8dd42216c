package io.proxpanel.backup.controller.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.JobTemplate;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.fake.Results;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.JobLabels;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeletionDecisionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T03:00:30Z");
  private static final Instant END = NOW.minusSeconds(5);
  private static final String FILE =
      "The file proisp_full_20261123_020000.proisp.bak in the claim \"panel-backups\", folder"
          + " \"isp\" ";

  private final DeletionDecision decision = new DeletionDecision(Settings.defaults());

  /** A stored Backup whose deletion has gone on for so long. */
  private static Backup deletedSince(Duration time) {
    Backup backup = Samples.backup("nightly");
    backup.getMetadata().setNamespace("isp");
    backup.getMetadata().setUid("uid-1");
    backup.setStatus(new BackupStatus());
    backup.getStatus().phase = Phase.Succeeded;
    backup.getStatus().attempts = 1;
    backup.getStatus().fileName = "proisp_full_20261123_020000.proisp.bak";
    backup.getStatus().conditions =
        new Conditions(Clock.fixed(NOW.minus(time), ZoneOffset.UTC))
            .with(
                List.of(),
                Conditions.FILES_DELETED,
                Verdict.no(Reason.Deleting, "The file is being deleted."),
                1L);
    return backup;
  }

  private static DeletionObservation seen(AgentState agent, boolean claimGone) {
    return new DeletionObservation(
        Optional.empty(),
        List.of(),
        false,
        true,
        1,
        agent,
        claimGone ? Set.of("panel-backups") : Set.of());
  }

  private static AgentState ended(String destinationState, String... warnings) {
    return new AgentState.Ended(
        new TaskResult(
            TaskResult.State.SUCCEEDED,
            "done",
            null,
            null,
            null,
            null,
            List.of(warnings),
            null,
            List.of(
                new TaskResult.DestinationResult(
                    "local", destinationState, "/run/backup/volumes/local/isp/x", null))),
        END);
  }

  private List<Note> notes(Backup backup, DeletionObservation seen) {
    return ((DeletionPlan.LetGo) decision.decide(backup, seen, NOW)).notes();
  }

  @Test
  void saysThatTheFileWasDeleted() {
    assertThat(notes(deletedSince(Duration.ZERO), seen(ended("Deleted"), false)))
        .containsExactly(Note.normal(EventReason.FilesDeleted, FILE + "was deleted."));
  }

  @Test
  void doesNotSayThatAFileOfSomebodyElseWasDeleted() {
    AgentState left =
        ended("NotOurs", "/run/backup/volumes/local/isp/x was left: no manifest is beside it.");

    assertThat(notes(deletedSince(Duration.ZERO), seen(left, false)))
        .containsExactly(
            Note.warning(
                EventReason.Warning,
                "the claim \"panel-backups\"/isp/x was left: no manifest is beside it."),
            Note.warning(
                EventReason.FilesLeft, FILE + "was left where it is: somebody else wrote it."));
  }

  @Test
  void whatWasDeletedWhileNobodyLookedIsNotGivenUp() {
    assertThat(notes(deletedSince(Duration.ofDays(1)), seen(ended("Deleted"), true)))
        .containsExactly(Note.normal(EventReason.FilesDeleted, FILE + "was deleted."));
  }

  @Test
  void givesUpWhatDidNotSucceedInTime() {
    assertThat(notes(deletedSince(Duration.ofMinutes(11)), seen(new AgentState.Working(), false)))
        .containsExactly(
            Note.warning(
                EventReason.FilesLeft,
                FILE
                    + "was left where it is: deleting it did not succeed within 10m. The last that"
                    + " was seen: The file is being deleted."));
    assertThat(
            decision.decide(
                deletedSince(Duration.ofMinutes(9)), seen(new AgentState.Working(), false), NOW))
        .isInstanceOf(DeletionPlan.Wait.class);
  }

  @Test
  void triesAgainWhatFailedAMomentAgo() {
    DeletionObservation failed = seen(Results.failed(ErrorCode.VolumeNotWritable, END), false);

    assertThat(decision.decide(deletedSince(Duration.ZERO), failed, NOW))
        .isEqualTo(
            new DeletionPlan.Wait(
                Verdict.no(Reason.DeletionFailed, "It failed."), Duration.ofSeconds(5)));
    assertThat(decision.decide(deletedSince(Duration.ZERO), failed, NOW.plusSeconds(5)))
        .isInstanceOfSatisfying(
            DeletionPlan.Create.class, create -> assertThat(create.attempt()).isEqualTo(2));
  }

  @Test
  void makesRoomWhereAnEarlierBackupOfTheNameLeftItsJob() {
    Job over =
        new JobBuilder(leftBehind("nightly", Verb.DELETE))
            .withNewStatus()
            .addNewCondition()
            .withType("Complete")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();

    assertThat(decision.taken(deletedSince(Duration.ZERO), over))
        .isEqualTo(
            new DeletionPlan.Stop(
                List.of(over), Verdict.no(Reason.Deleting, "The file is being deleted.")));
    assertThat(decision.taken(deletedSince(Duration.ZERO), leftBehind("nightly", Verb.DELETE)))
        .isEqualTo(
            waiting(
                Reason.Deleting,
                "The file is deleted when the Job \"nightly-delete-1\" of an earlier Backup of this"
                    + " name has ended."));
    for (Job other :
        List.of(leftBehind("another", Verb.DELETE), leftBehind("nightly", Verb.BACKUP))) {
      assertThat(decision.taken(deletedSince(Duration.ZERO), other))
          .isEqualTo(
              waiting(
                  Reason.JobRefused,
                  "The Job \"nightly-delete-1\" is there and does not belong to this Backup:"
                      + " waiting until it is gone; delete it if it stays."));
    }
  }

  @Test
  void whoMayNotLookWaitsAsLongAsForAnythingElse() {
    assertThat(decision.denied(deletedSince(Duration.ofMinutes(9)), "It may not.", NOW))
        .isEqualTo(
            new DeletionPlan.Wait(
                Verdict.no(Reason.PermissionMissing, "It may not."), Duration.ofSeconds(30)));
    assertThat(decision.denied(deletedSince(Duration.ofMinutes(11)), "It may not.", NOW))
        .isInstanceOf(DeletionPlan.LetGo.class);
    assertThat(decision.denied(Samples.backup("new"), "It may not.", NOW))
        .isInstanceOf(DeletionPlan.Wait.class);
  }

  @Test
  void saysTheDeadlineThatTheTemplateSays() {
    Backup backup = deletedSince(Duration.ZERO);
    BackupSpec spec = backup.getSpec();
    backup.setSpec(
        new BackupSpec(
            null,
            null,
            spec.database(),
            null,
            spec.excludeTableData(),
            spec.encryption(),
            spec.destinations(),
            spec.deletionPolicy(),
            new JobTemplate(
                null, null, null, null, null, null, null, null, null, null, 90L, null, null)));
    AgentState late = new AgentState.Lost("was stopped", Optional.empty(), true, END);

    assertThat(decision.decide(backup, seen(late, false), NOW))
        .isEqualTo(
            new DeletionPlan.Wait(
                Verdict.no(
                    Reason.DeletionFailed,
                    "The agent was stopped because the attempt took longer than 1m30s: raise"
                        + " jobTemplate.activeDeadlineSeconds."),
                Duration.ofSeconds(5)));
  }

  private DeletionPlan waiting(Reason reason, String message) {
    return new DeletionPlan.Wait(Verdict.no(reason, message), Duration.ofSeconds(2));
  }

  private static Job leftBehind(String resource, Verb verb) {
    return new JobBuilder()
        .withNewMetadata()
        .withName("nightly-delete-1")
        .addToLabels(JobLabels.VERB, verb.word())
        .addToAnnotations(JobLabels.RESOURCE, resource)
        .endMetadata()
        .build();
  }

  @Test
  void aFileThatIsKeptForATimeIsWaitedForAndNotGivenUp() {
    Failure kept =
        new Failure(
            ErrorCode.FileImmutable,
            "The file may not be deleted before 2026-12-01T00:00:00Z.",
            "2026-12-01T00:00:00Z");
    Backup backup = deletedSince(Duration.ofSeconds(10));

    DeletionPlan.Wait wait =
        (DeletionPlan.Wait) decision.decide(backup, seen(failed(kept, kept), false), NOW);

    assertThat(wait.lookAgain()).isEqualTo(Duration.ofMinutes(10));
    // Not False: the time after which it is given up does not run.
    assertThat(wait.verdict().truth()).isEqualTo("Unknown");
    assertThat(wait.verdict().reason()).isEqualTo("FileImmutable");
    assertThat(wait.verdict().message())
        .isEqualTo(
            "The file may not be deleted before 2026-12-01T00:00:00Z. To let the Backup go before"
                + " and leave the file, set its annotation backup.proxpanel.io/abandon-files to"
                + " \"true\".");

    Instant after = Instant.parse("2026-12-01T00:00:01Z");
    backup.getStatus().conditions = List.of();
    assertThat(decision.decide(backup, seen(failed(kept, kept), false), after))
        .isInstanceOf(DeletionPlan.Create.class);
  }

  @Test
  void aPlaceThatCannotBeReachedIsTriedThoughAnotherKeepsItsFile() {
    Failure kept = new Failure(ErrorCode.FileImmutable, "Not yet.", "2026-12-01T00:00:00Z");
    Failure down = new Failure(ErrorCode.DestinationUnreachable, "It is down.");

    assertThat(
            decision.decide(
                deletedSince(Duration.ofSeconds(10)), seen(failed(kept, down), false), NOW))
        .isInstanceOfSatisfying(
            DeletionPlan.Wait.class,
            wait -> {
              assertThat(wait.verdict().message()).isEqualTo("It is down.");
              assertThat(wait.lookAgain()).isEqualTo(Duration.ofSeconds(5));
            });
  }

  private static AgentState failed(Failure first, Failure second) {
    return new AgentState.Ended(
        new TaskResult(
            TaskResult.State.FAILED,
            "deleting",
            first,
            null,
            null,
            null,
            List.of(),
            null,
            List.of(
                new TaskResult.DestinationResult("s3", "Failed", null, first),
                new TaskResult.DestinationResult("ftp", "Failed", null, second))),
        END);
  }

  private static final Hold HOLD =
      new Hold(
          Verdict.unknown(Reason.ReferredTo, "Somebody refers to it."), Duration.ofSeconds(30));

  @Test
  void whatSomebodyNeedsWaitsAndNoTimeRunsOut() {
    DeletionObservation held =
        new DeletionObservation(
            Optional.of(HOLD), List.of(), false, true, 0, new AgentState.Missing(), Set.of());

    assertThat(decision.decide(deletedSince(Duration.ofDays(9)), held, NOW))
        .isEqualTo(new DeletionPlan.Wait(HOLD.verdict(), HOLD.lookAgain()));
  }

  @Test
  void whatIsKnownToBeNeededAsksTheClusterNothing() {
    Backup backup = deletedSince(Duration.ZERO);
    assertThat(decision.stillHeld(backup, Optional.of(HOLD))).isEmpty();

    backup.getStatus().conditions =
        new Conditions(Clock.fixed(NOW, ZoneOffset.UTC))
            .with(List.of(), Conditions.FILES_DELETED, HOLD.verdict(), 1L);

    assertThat(decision.stillHeld(backup, Optional.of(HOLD)))
        .contains(new DeletionPlan.Wait(HOLD.verdict(), HOLD.lookAgain()));
    assertThat(decision.stillHeld(backup, Optional.empty())).isEmpty();
  }
}
