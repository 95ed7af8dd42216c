package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.RetentionStatus;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentTask;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.retention.Candidate;
import io.proxpanel.backup.controller.retention.Decision;
import io.proxpanel.backup.controller.retention.Kept;
import io.proxpanel.backup.controller.retention.Summary;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the Backups that need not stay, after each one that succeeded and after a change of the
 * rules. Before a good one goes, a Job looks whether the newest good one is still there: where it
 * is not, nothing is deleted.
 */
final class RetentionRun {
  private final Tools tools;
  private final AgentJob builder;

  RetentionRun(Tools tools) {
    this.tools = tools;
    this.builder = new AgentJob(tools.settings().agent());
  }

  /**
   * What a pass came to.
   *
   * @param kept how many good backups there are
   * @param status what to say about retention, or null without rules
   * @param stopped why nothing was deleted, where something is wrong
   * @param notes what is told
   * @param waits whether a check is under way
   */
  record Outcome(
      int kept,
      RetentionStatus status,
      Optional<Verdict> stopped,
      List<Note> notes,
      boolean waits) {
    Outcome {
      notes = List.copyOf(notes);
    }
  }

  /** One pass. A permission that is missing is said, and holds up nothing else. */
  Outcome pass(
      Pruning pruning,
      ScheduleObservation seen,
      BackupScheduleStatus before,
      KubernetesClient client) {
    try {
      return permitted(pruning, seen, before, client);
    } catch (KubernetesClientException e) {
      String sentence = ApiErrors.missingPermission(e).orElseThrow(() -> e);
      Verdict verdict = Verdict.no(Reason.PermissionMissing, sentence);
      boolean told =
          before != null
              && Conditions.reason(before.conditions, Conditions.HEALTHY)
                  .equals(Optional.of(verdict.reason()));
      return new Outcome(
          pruning.good(),
          before == null ? null : before.retention,
          Optional.of(verdict),
          told
              ? List.of()
              : List.of(Note.warning(EventReason.PermissionMissing, verdict.message())),
          false);
    }
  }

  private Outcome permitted(
      Pruning pruning,
      ScheduleObservation seen,
      BackupScheduleStatus before,
      KubernetesClient client) {
    if (!pruning.applies()) {
      return new Outcome(pruning.good(), null, Optional.empty(), List.of(), false);
    }
    Decision decision = pruning.decide();
    String occasion = pruning.occasion();
    boolean done = ranFor(before).equals(Optional.of(occasion));
    if (done || decision.delete().isEmpty()) {
      sayWhy(decision, seen, client);
      return outcome(pruning, decision, before, occasion, Optional.empty(), List.of());
    }
    Backup newest = seen.byName(pruning.newestName().orElseThrow()).orElseThrow();
    Check check = lookAfter(newest, decision);
    if (check.waits()) {
      return new Outcome(
          pruning.good(),
          status(pruning, decision, before, ranFor(before).orElse(null)),
          Optional.empty(),
          List.of(),
          true);
    }
    if (check.problem().isPresent()) {
      tools.jobs().delete(newest, job(newest));
      return stopped(pruning, decision, before, occasion, newest, check.problem().get());
    }
    List<String> deleted = delete(decision, seen, client);
    tools.jobs().delete(newest, job(newest));
    sayWhy(decision, seen, client);
    List<Note> notes =
        deleted.isEmpty()
            ? List.of()
            : List.of(
                Note.normal(
                    EventReason.BackupsPruned,
                    "Deleted %d that no rule keeps: %s."
                        .formatted(deleted.size(), String.join(", ", deleted))));
    return outcome(pruning, decision, before, occasion, Optional.empty(), notes);
  }

  private static Optional<String> ranFor(BackupScheduleStatus before) {
    return Optional.ofNullable(before).map(status -> status.retention).map(RetentionStatus::ranFor);
  }

  /** How the look at the newest good backup stands. */
  private record Check(boolean waits, Optional<String> problem) {
    static final Check WAITS = new Check(true, Optional.empty());
    static final Check GOOD = new Check(false, Optional.empty());

    static Check bad(String problem) {
      return new Check(false, Optional.of(problem));
    }
  }

  /** Failed ones have no file, and are not missed. */
  private Check lookAfter(Backup newest, Decision decision) {
    if (decision.delete().stream().noneMatch(e -> e.outcome() == Candidate.Outcome.GOOD)) {
      return Check.GOOD;
    }
    AgentState state = tools.jobs().stateNow(newest, job(newest));
    if (state instanceof AgentState.Missing) {
      return start(newest);
    }
    if (state instanceof AgentState.Ended ended) {
      return ended.isSuccess() ? Check.GOOD : Check.bad(told(newest, ended.result().failure()));
    }
    if (state instanceof AgentState.Lost lost) {
      return Check.bad("the agent that looked for it " + lost.how());
    }
    if (state instanceof AgentState.Foreign) {
      return Check.bad("a Job of the name \"%s\" is somebody else's".formatted(job(newest)));
    }
    return Check.WAITS;
  }

  private Check start(Backup newest) {
    if (newest.getStatus().fileName == null || newest.getStatus().sizeBytes == null) {
      return Check.bad("its status does not say which file it is, or how large");
    }
    Job job =
        builder.build(
            Owner.of(newest),
            1,
            task(newest),
            newest.getSpec().jobTemplate(),
            AgentJob.Start.AT_ONCE);
    Creation creation = tools.jobs().create(newest, job);
    return creation instanceof Creation.Refused refused
        ? Check.bad(ApiErrors.refusal(refused.cause()))
        : Check.WAITS;
  }

  private static AgentTask task(Backup newest) {
    return AgentTasks.check(
        Owner.of(newest),
        newest.getSpec(),
        newest.getStatus().fileName,
        newest.getStatus().sizeBytes);
  }

  /** Paths in the container mean nothing to people. */
  private static String told(Backup newest, Failure failure) {
    return task(newest).mounts().inWords(failure.message());
  }

  private static String job(Backup newest) {
    return JobNames.of(newest.getMetadata().getName(), Verb.CHECK, 1);
  }

  /** Each only as it was seen: one that was pinned in the same moment is looked at again. */
  private List<String> delete(
      Decision decision, ScheduleObservation seen, KubernetesClient client) {
    List<String> deleted = new ArrayList<>();
    for (Candidate each : decision.delete()) {
      Optional<Backup> backup = seen.byName(each.name());
      if (backup.isPresent() && tools.statusWriter().deleteAsSeen(backup.get(), client)) {
        deleted.add(each.name());
      }
    }
    return deleted;
  }

  /** Each Backup tells by itself why it stays. */
  private void sayWhy(Decision decision, ScheduleObservation seen, KubernetesClient client) {
    for (Kept kept : decision.kept()) {
      Optional<Backup> backup =
          seen.byName(kept.candidate().name())
              .filter(each -> !kept.inWords().equals(each.getStatus().keptBecause));
      if (backup.isPresent()) {
        BackupStatus status = StatusCopy.of(backup.get().getStatus(), BackupStatus.class);
        status.keptBecause = kept.inWords();
        tools.statusWriter().write(backup.get(), status, client);
      }
    }
  }

  private Outcome stopped(
      Pruning pruning,
      Decision decision,
      BackupScheduleStatus before,
      String occasion,
      Backup newest,
      String problem) {
    String message =
        "Retention has deleted nothing: the newest good backup, \"%s\", was not found whole. %s"
            .formatted(newest.getMetadata().getName(), Sentences.sentence(problem));
    return outcome(
        pruning,
        decision,
        before,
        occasion,
        Optional.of(Verdict.no(Reason.NewestBackupNotFound, message)),
        List.of(Note.warning(EventReason.RetentionStopped, message)));
  }

  private static Outcome outcome(
      Pruning pruning,
      Decision decision,
      BackupScheduleStatus before,
      String occasion,
      Optional<Verdict> stopped,
      List<Note> notes) {
    return new Outcome(
        pruning.good(), status(pruning, decision, before, occasion), stopped, notes, false);
  }

  private static RetentionStatus status(
      Pruning pruning, Decision decision, BackupScheduleStatus before, String ranFor) {
    List<Candidate> next =
        Optional.ofNullable(before)
            .map(status -> status.nextScheduleTime)
            .map(Times::parse)
            .map(pruning::foresee)
            .orElse(List.of());
    Summary summary = Summary.of(decision, next);
    return new RetentionStatus(summary.reasons(), summary.next(), ranFor);
  }
}
