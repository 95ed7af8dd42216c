package io.proxpanel.backup.controller.deletion;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupApi;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides about the file of a Backup that is being deleted. Pure. */
final class DeletionDecision {
  /** Set to {@code "true"} to let a Backup go without its file. */
  static final String ABANDON = BackupApi.GROUP + "/abandon-files";

  private final Settings settings;

  DeletionDecision(Settings settings) {
    this.settings = settings;
  }

  /** Whether the file stays whatever the cluster looks like: then nothing is looked at. */
  Optional<DeletionPlan> withoutLooking(Backup backup) {
    if (backup.getSpec().deletionPolicy() == DeletionPolicy.Retain) {
      boolean stored = backup.getStatus() != null && backup.getStatus().phase == Phase.Succeeded;
      return Optional.of(
          new DeletionPlan.LetGo(
              stored
                  ? Optional.of(
                      Note.normal(
                          EventReason.FilesLeft,
                          where(backup) + " stays: deletionPolicy is Retain."))
                  : Optional.empty()));
    }
    boolean abandoned =
        Optional.ofNullable(backup.getMetadata().getAnnotations())
            .map(annotations -> "true".equals(annotations.get(ABANDON)))
            .orElse(false);
    return abandoned
        ? Optional.of(left(backup, "the annotation " + ABANDON + " says so"))
        : Optional.empty();
  }

  /** The plan. */
  DeletionPlan decide(Backup backup, DeletionObservation seen, Instant now) {
    if (!seen.everStarted() || backup.getStatus() == null || backup.getStatus().fileName == null) {
      return new DeletionPlan.LetGo(Optional.empty());
    }
    if (!seen.readers().isEmpty()) {
      return wait(
          Verdict.unknown(
              Reason.RestoreRunning,
              "The file is deleted when %s has ended."
                  .formatted(seen.readers().stream().collect(Collectors.joining(", ")))));
    }
    if (tooLong(backup.getStatus(), now)) {
      return left(
          backup,
          "deleting it did not succeed within %s%s"
              .formatted(
                  Times.human(settings.deletion().giveUpAfter()), lastMessage(backup.getStatus())));
    }
    if (!seen.atWork().isEmpty() || seen.podsAtWork()) {
      return new DeletionPlan.Stop(
          seen.atWork(),
          Verdict.no(Reason.JobStopping, "The file is deleted when the running Job has stopped."));
    }
    if (seen.missingVolume().isPresent()) {
      return left(backup, seen.missingVolume().get());
    }
    return byAgent(backup, seen, now);
  }

  /** The plan when a delete Job was refused. */
  DeletionPlan refused(Backup backup, boolean namespaceEnds, String sentence, Reason reason) {
    return namespaceEnds
        ? left(backup, "its namespace is being deleted")
        : wait(Verdict.no(reason, sentence));
  }

  private DeletionPlan byAgent(Backup backup, DeletionObservation seen, Instant now) {
    AgentState agent = seen.agent();
    if (agent instanceof AgentState.Missing) {
      return new DeletionPlan.Create(
          seen.attempt() + 1, Verdict.no(Reason.Deleting, "The file is being deleted."));
    }
    if (agent instanceof AgentState.Ended ended) {
      return ended.result().state() == TaskResult.State.SUCCEEDED
          ? new DeletionPlan.LetGo(
              Optional.of(Note.normal(EventReason.FilesDeleted, where(backup) + " was deleted.")))
          : failed(backup, seen.attempt(), told(backup, ended.result().failure()), ended.at(), now);
    }
    if (agent instanceof AgentState.Lost lost) {
      Failure failure = Losses.failure(lost, settings.agent().deadline());
      return failed(backup, seen.attempt(), failure, lost.at(), now);
    }
    if (agent instanceof AgentState.Waiting waiting && waiting.problem().isPresent()) {
      return wait(Verdict.no(Reason.PodNotStarting, waiting.problem().get()));
    }
    if (agent instanceof AgentState.Suspended) {
      return wait(
          Verdict.no(Reason.PodNotStarting, Losses.suspended(jobName(backup, seen.attempt()))));
    }
    if (agent instanceof AgentState.Foreign) {
      return wait(
          Verdict.no(
              Reason.JobRefused, Losses.nameTaken(jobName(backup, seen.attempt()), "Backup")));
    }
    return wait(Verdict.no(Reason.Deleting, deleting(backup)));
  }

  private DeletionPlan failed(
      Backup backup, int attempt, Failure failure, Instant end, Instant now) {
    if (attempt >= settings.deletion().attempts()) {
      return left(
          backup,
          "%d attempts to delete it failed. The last one: %s"
              .formatted(attempt, failure.message()));
    }
    // An end that nobody knows was some time ago.
    Instant next = end == null ? now : end.plus(settings.pauses().afterAttempt(attempt));
    if (!next.isAfter(now)) {
      return new DeletionPlan.Create(
          attempt + 1,
          Verdict.no(
              Reason.Deleting,
              "The file is being deleted, attempt %d. The last one failed: %s"
                  .formatted(attempt + 1, failure.message())));
    }
    Verdict verdict = Verdict.no(Reason.DeletionFailed, failure.message());
    return new DeletionPlan.Wait(verdict, Duration.between(now, next));
  }

  /** What it says already, when it does: the last failure stays to be seen. */
  private static String deleting(Backup backup) {
    return Conditions.find(backup.getStatus().conditions, Conditions.FILES_DELETED)
        .filter(condition -> Reason.Deleting.name().equals(condition.getReason()))
        .map(Condition::getMessage)
        .orElse("The file is being deleted.");
  }

  static String jobName(Backup backup, int attempt) {
    return JobNames.of(backup.getMetadata().getName(), Verb.DELETE, attempt);
  }

  private DeletionPlan wait(Verdict verdict) {
    return new DeletionPlan.Wait(verdict, settings.pauses().lookAgain());
  }

  private boolean tooLong(BackupStatus status, Instant now) {
    return Conditions.find(status.conditions, Conditions.FILES_DELETED)
        .filter(condition -> "False".equals(condition.getStatus()))
        .map(Condition::getLastTransitionTime)
        .map(since -> Times.parse(since).plus(settings.deletion().giveUpAfter()).isBefore(now))
        .orElse(false);
  }

  private static String lastMessage(BackupStatus status) {
    return Conditions.find(status.conditions, Conditions.FILES_DELETED)
        .map(condition -> ". The last that was seen: " + condition.getMessage())
        .orElse("");
  }

  private static DeletionPlan left(Backup backup, String why) {
    if (backup.getStatus() == null || backup.getStatus().fileName == null) {
      return new DeletionPlan.LetGo(Optional.empty());
    }
    String sentence = where(backup) + " was left where it is: " + why;
    return new DeletionPlan.LetGo(
        Optional.of(
            Note.warning(
                EventReason.FilesLeft, sentence.endsWith(".") ? sentence : sentence + ".")));
  }

  private static String where(Backup backup) {
    String folders =
        backup.getSpec().destinations().stream()
            .map(each -> each.local())
            .map(
                local ->
                    "the claim \"%s\"%s"
                        .formatted(
                            local.claimName(),
                            local.path() == null || local.path().isEmpty()
                                ? ""
                                : ", folder \"" + local.path() + "\""))
            .collect(Collectors.joining(" and "));
    return "The file " + backup.getStatus().fileName + " in " + folders;
  }

  private static Failure told(Backup backup, Failure failure) {
    String fileName = backup.getStatus().fileName;
    return new Failure(
        failure.code(),
        AgentTasks.delete(Owner.of(backup), backup.getSpec(), fileName)
            .mounts()
            .inWords(failure.message()));
  }
}
