package io.proxpanel.backup.controller.deletion;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.cluster.Endings.Definition;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.event.Transitions;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentStates;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.JobLabels;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Places;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Decides about the file of a Backup that is being deleted. Pure. */
final class DeletionDecision {
  private static final String ABANDONED = "the annotation " + FileDeletion.ABANDON + " says so";
  private static final String NAMESPACE_ENDS = "its namespace is being deleted";

  private final Settings settings;

  DeletionDecision(Settings settings) {
    this.settings = settings;
  }

  /** Whether the file stays whatever the cluster looks like: then nothing is looked at. */
  Optional<DeletionPlan> withoutLooking(StoredResource backup) {
    if (backup.getSpec().deletionPolicy() == DeletionPolicy.Retain) {
      boolean stored =
          backup.getStatus() != null
              && backup.getStatus().phase != null
              && backup.getStatus().phase.isGood();
      return Optional.of(
          new DeletionPlan.LetGo(
              stored
                  ? List.of(
                      Note.normal(
                          EventReason.FilesLeft,
                          where(backup) + " stays: deletionPolicy is Retain."))
                  : List.of()));
    }
    return isAbandoned(backup) ? Optional.of(left(backup, ABANDONED)) : Optional.empty();
  }

  /** Whether the file stays since nobody has asked for this one resource to be deleted. */
  Optional<DeletionPlan> ending(StoredResource backup, Definition definition) {
    return definition == Definition.ENDING
        ? Optional.of(left(backup, definitionEnds(backup)))
        : Optional.empty();
  }

  private static String definitionEnds(StoredResource backup) {
    return "the definition %s is being deleted, and all its resources with it"
        .formatted(backup.getFullResourceName());
  }

  /**
   * What is told when a resource that cannot be read may go; empty while it waits for an operator
   * that can.
   */
  Optional<Note> unreadable(
      StoredResource backup, Definition definition, BooleanSupplier namespaceEnds) {
    return Optional.<String>empty()
        .or(() -> isAbandoned(backup) ? Optional.of(ABANDONED) : Optional.empty())
        .or(
            () ->
                definition == Definition.ENDING
                    ? Optional.of(definitionEnds(backup))
                    : Optional.empty())
        .or(() -> namespaceEnds.getAsBoolean() ? Optional.of(NAMESPACE_ENDS) : Optional.empty())
        .map(
            why ->
                Note.warning(
                    EventReason.FilesLeft,
                    Sentences.sentence("Its files were left where they are: " + why)));
  }

  private static boolean isAbandoned(StoredResource backup) {
    return Optional.ofNullable(backup.getMetadata().getAnnotations())
        .map(annotations -> "true".equals(annotations.get(FileDeletion.ABANDON)))
        .orElse(false);
  }

  /**
   * The plan where status says already that the files are held: no Job can have been made since, so
   * that nothing has to be asked for however long it takes.
   */
  Optional<DeletionPlan> stillHeld(StoredResource backup, Optional<Hold> hold) {
    return hold.filter(
            each ->
                backup.getStatus() != null
                    && Conditions.reason(backup.getStatus().conditions, Conditions.FILES_DELETED)
                        .equals(Optional.of(each.verdict().reason())))
        .map(each -> new DeletionPlan.Wait(each.verdict(), each.lookAgain()));
  }

  /** The plan. */
  DeletionPlan decide(StoredResource backup, DeletionObservation seen, Instant now) {
    if (!seen.everStarted() || backup.getStatus() == null || backup.getStatus().fileName == null) {
      return new DeletionPlan.LetGo(List.of());
    }
    // Before anything else: while nobody looked, what can be waited for may have changed, and time
    // has gone by.
    if (seen.agent() instanceof AgentState.Ended ended && ended.isSuccess()) {
      return done(backup, ended.result());
    }
    if (seen.hold().isPresent()) {
      Hold hold = seen.hold().get();
      return new DeletionPlan.Wait(hold.verdict(), hold.lookAgain());
    }
    if (tooLong(backup.getStatus(), now)) {
      return tooLate(backup);
    }
    if (!seen.atWork().isEmpty() || seen.podsAtWork()) {
      return new DeletionPlan.Stop(
          seen.atWork(),
          Verdict.no(Reason.JobStopping, "The file is deleted when the running Job has stopped."));
    }
    boolean allGone =
        backup.getSpec().destinations().stream()
            .allMatch(
                each ->
                    each.local() != null && seen.goneClaims().contains(each.local().claimName()));
    if (allGone) {
      return left(backup, "the claim does not exist");
    }
    return byAgent(backup, seen, now);
  }

  /** The plan when a delete Job was refused. */
  DeletionPlan refused(
      StoredResource backup, boolean namespaceEnds, String sentence, Reason reason) {
    return namespaceEnds ? left(backup, NAMESPACE_ENDS) : wait(Verdict.no(reason, sentence));
  }

  /**
   * The plan when the name of a delete Job is taken. A delete Job outlives its Backup, so that it
   * can be one of an earlier Backup of the same name.
   */
  DeletionPlan taken(StoredResource backup, Job there) {
    String job = there.getMetadata().getName();
    boolean ofAnEarlierOne =
        JobLabels.does(there, Verb.DELETE)
            && JobLabels.resource(there).equals(Optional.of(backup.getMetadata().getName()));
    if (!ofAnEarlierOne) {
      return wait(Verdict.no(Reason.JobRefused, Losses.nameTaken(job, backup.getKind())));
    }
    return AgentStates.isOver(there)
        ? new DeletionPlan.Stop(List.of(there), Verdict.no(Reason.Deleting, deleting(backup)))
        : wait(
            Verdict.no(
                Reason.Deleting,
                ("The file is deleted when the Job \"%s\" of an earlier %s of this name has"
                        + " ended.")
                    .formatted(job, backup.getKind())));
  }

  /** The plan when the operator may not even look. */
  DeletionPlan denied(StoredResource backup, String sentence, Instant now) {
    return backup.getStatus() != null && tooLong(backup.getStatus(), now)
        ? tooLate(backup)
        : new DeletionPlan.Wait(
            Verdict.no(Reason.PermissionMissing, sentence), settings.pauses().lookAgainMax());
  }

  private DeletionPlan tooLate(StoredResource backup) {
    return left(
        backup,
        "deleting it did not succeed within %s%s"
            .formatted(
                Times.human(settings.deletion().giveUpAfter()), lastMessage(backup.getStatus())));
  }

  private DeletionPlan byAgent(StoredResource backup, DeletionObservation seen, Instant now) {
    AgentState agent = seen.agent();
    if (agent instanceof AgentState.Missing) {
      return new DeletionPlan.Create(
          seen.attempt() + 1,
          Verdict.no(Reason.Deleting, "The file is being deleted."),
          seen.goneClaims());
    }
    if (agent instanceof AgentState.Ended ended) {
      Failure failure = failure(ended.result());
      Failure told =
          new Failure(failure.code(), inWords(backup, failure.message()), failure.notBefore());
      return failed(backup, seen, told, ended.at(), now);
    }
    if (agent instanceof AgentState.Lost lost) {
      Failure failure =
          Losses.failure(
              lost,
              JobLimits.deadline(backup.getSpec().jobTemplate(), settings.agent()),
              Conditions.notStarted(backup.getStatus().conditions, Conditions.FILES_DELETED));
      return failed(backup, seen, failure, lost.at(), now);
    }
    if (agent instanceof AgentState.Waiting waiting && waiting.problem().isPresent()) {
      return wait(Verdict.no(Reason.PodNotStarting, waiting.problem().get()));
    }
    if (agent instanceof AgentState.Suspended) {
      return wait(
          Verdict.no(Reason.PodNotStarting, Losses.suspended(jobName(backup, seen.attempt()))));
    }
    return wait(Verdict.no(Reason.Deleting, deleting(backup)));
  }

  /** Each destination has no file of this Backup any more; one of somebody else stays. */
  private static DeletionPlan done(StoredResource backup, TaskResult result) {
    boolean notOurs =
        result.destinations().stream()
            .anyMatch(each -> TaskResult.DestinationResult.NOT_OURS.equals(each.state()));
    Note end =
        notOurs
            ? leftBecause(backup, "somebody else wrote it")
            : Note.normal(EventReason.FilesDeleted, where(backup) + " was deleted.");
    List<String> warnings =
        result.warnings().stream().map(warning -> inWords(backup, warning)).toList();
    return new DeletionPlan.LetGo(Transitions.succeeded(warnings, end));
  }

  private DeletionPlan failed(
      StoredResource backup, DeletionObservation seen, Failure failure, Instant end, Instant now) {
    int attempt = seen.attempt();
    Instant allowed = failure.notBefore() == null ? null : Instant.parse(failure.notBefore());
    if (allowed != null && allowed.isAfter(now)) {
      return kept(backup, failure, allowed, now);
    }
    // What was kept until now has not failed before.
    boolean since =
        allowed == null || allowed.plus(settings.deletion().giveUpAfter()).isBefore(now);
    if (since && attempt >= settings.deletion().attempts()) {
      return left(
          backup,
          attempt == 1
              ? "the attempt to delete it failed: " + failure.message()
              : "%d attempts to delete it failed. The last one: %s"
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
                  .formatted(attempt + 1, failure.message())),
          seen.goneClaims());
    }
    Verdict verdict = Verdict.no(Reason.DeletionFailed, failure.message());
    return new DeletionPlan.Wait(verdict, Duration.between(now, next));
  }

  /**
   * Where one place keeps the file for a time and another could not be reached, that one counts.
   */
  private static Failure failure(TaskResult result) {
    return result.destinations().stream()
        .map(TaskResult.DestinationResult::failure)
        .filter(each -> each != null && each.code() != ErrorCode.FileImmutable)
        .findFirst()
        .orElse(result.failure());
  }

  /** Nobody may delete it yet, which is no failure: the time to give up has not begun. */
  private DeletionPlan kept(StoredResource backup, Failure failure, Instant until, Instant now) {
    Duration left = Duration.between(now, until);
    Duration most = settings.resync();
    return new DeletionPlan.Wait(
        Verdict.unknown(
            failure.code(),
            Sentences.sentence(failure.message())
                + " To let the "
                + backup.getKind()
                + " go before and leave the file, set its annotation "
                + FileDeletion.ABANDON
                + " to \"true\"."),
        left.compareTo(most) > 0 ? most : left);
  }

  /** What it says already, when it does: the last failure stays to be seen. */
  private static String deleting(StoredResource backup) {
    return Conditions.find(backup.getStatus().conditions, Conditions.FILES_DELETED)
        .filter(condition -> Reason.Deleting.name().equals(condition.getReason()))
        .map(Condition::getMessage)
        .orElse("The file is being deleted.");
  }

  static String jobName(StoredResource backup, int attempt) {
    return JobNames.of(backup.getMetadata().getName(), Verb.DELETE, attempt);
  }

  private DeletionPlan wait(Verdict verdict) {
    return new DeletionPlan.Wait(verdict, settings.pauses().lookAgain());
  }

  private boolean tooLong(StoredStatus status, Instant now) {
    return Conditions.find(status.conditions, Conditions.FILES_DELETED)
        .filter(condition -> "False".equals(condition.getStatus()))
        .map(Condition::getLastTransitionTime)
        .map(since -> Times.parse(since).plus(settings.deletion().giveUpAfter()).isBefore(now))
        .orElse(false);
  }

  private static String lastMessage(StoredStatus status) {
    return Conditions.find(status.conditions, Conditions.FILES_DELETED)
        .map(condition -> ". The last that was seen: " + condition.getMessage())
        .orElse("");
  }

  private static DeletionPlan left(StoredResource backup, String why) {
    if (backup.getStatus() == null || backup.getStatus().fileName == null) {
      return new DeletionPlan.LetGo(List.of());
    }
    return new DeletionPlan.LetGo(List.of(leftBecause(backup, why)));
  }

  private static Note leftBecause(StoredResource backup, String why) {
    return Note.warning(
        EventReason.FilesLeft, Sentences.sentence(where(backup) + " was left where it is: " + why));
  }

  private static String where(StoredResource backup) {
    String folders =
        backup.getSpec().destinations().stream()
            .map(Places::inWords)
            .collect(Collectors.joining(" and "));
    String fileName = backup.getStatus().fileName;
    String what = RouterFiles.isList(fileName) ? "The archive set " : "The file ";
    return what + fileName + " in " + folders;
  }

  private static String inWords(StoredResource backup, String message) {
    String fileName = backup.getStatus().fileName;
    return AgentTasks.delete(Owner.of(backup), backup.getSpec(), fileName, Set.of())
        .mounts()
        .inWords(message);
  }
}
