package io.proxpanel.backup.controller.deletion;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.proxpanel.backup.api.v1.BackupApi;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.Endings.Definition;
import io.proxpanel.backup.controller.cluster.Need;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentStates;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.JobLabels;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings the files of a resource that is being deleted to their end. */
public final class FileDeletion<R extends StoredResource> {
  /** Annotation that is set to {@code "true"} to let a resource go without its files. */
  public static final String ABANDON = BackupApi.GROUP + "/abandon-files";

  private final Tools tools;
  private final List<Verb> writing;
  private final Needing<R> needing;
  private final DeletionDecision decision;
  private final Conditions conditions;
  private final AgentJob builder;

  /** Finds who needs the files of a resource. */
  public interface Needing<R extends StoredResource> {
    /** Why they cannot go yet; empty when they may. */
    Optional<Hold> of(R resource, Context<R> context);
  }

  /**
   * The tools are those of the reconciler.
   *
   * @param writing what the Jobs do that write the files
   * @param needing who needs the files
   */
  public FileDeletion(Tools tools, Verb writing, Needing<R> needing) {
    this.tools = tools;
    this.writing = List.of(writing, Verb.SYNC);
    this.needing = needing;
    this.decision = new DeletionDecision(tools.settings());
    this.conditions = new Conditions(tools.clock());
    this.builder = new AgentJob(tools.settings().agent());
  }

  /** One pass; the finalizer stays until the plan is to let the Backup go. */
  public DeleteControl pass(R backup, Context<R> context) {
    Instant now = tools.clock().instant();
    Optional<Hold> hold = needing.of(backup, context);
    DeletionPlan plan =
        decision
            .withoutLooking(backup)
            .or(() -> decision.ending(backup, definition(backup)))
            .or(() -> decision.stillHeld(backup, hold))
            .orElseGet(() -> decision.decide(backup, observe(backup, hold, context), now));
    return apply(backup, plan, context);
  }

  /**
   * A resource of which only the metadata can be read: it goes where its files are to be left, and
   * waits otherwise for an operator that can read it.
   */
  public DeleteControl unreadable(R backup) {
    return tools
        .pass()
        .overUnreadable(
            backup,
            () ->
                decision
                    .unreadable(
                        backup, definition(backup), () -> tools.endings().namespaceOf(backup))
                    .map(
                        note -> {
                          tools.journal().tell(backup, note);
                          return DeleteControl.defaultDelete();
                        })
                    .orElseGet(() -> again(tools.settings().pauses().lookAgainMax())),
            sentence -> again(tools.settings().pauses().lookAgainMax()));
  }

  private Definition definition(R backup) {
    return tools.endings().definition(backup.getClass());
  }

  /** The API server does not let the operator look, which the Backup cannot wait for for ever. */
  public DeleteControl denied(R backup, String sentence, Context<R> context) {
    DeletionPlan plan = decision.denied(backup, sentence, tools.clock().instant());
    if (plan instanceof DeletionPlan.Wait wait) {
      // The event was written by who was denied.
      write(backup, wait.verdict(), context);
      return again(wait.lookAgain());
    }
    return apply(backup, plan, context);
  }

  private DeleteControl apply(R backup, DeletionPlan plan, Context<R> context) {
    if (plan instanceof DeletionPlan.LetGo letGo) {
      return letGo(backup, letGo, context);
    }
    if (plan instanceof DeletionPlan.Stop stop) {
      report(backup, stop.verdict(), context);
      stop.jobs().forEach(tools.jobs()::delete);
      return again(tools.settings().pauses().lookAgain());
    }
    if (plan instanceof DeletionPlan.Create create) {
      return create(backup, create, context);
    }
    DeletionPlan.Wait wait = (DeletionPlan.Wait) plan;
    report(backup, wait.verdict(), context);
    return again(wait.lookAgain());
  }

  private DeletionObservation observe(R backup, Optional<Hold> hold, Context<R> context) {
    List<Job> backups =
        writing.stream().flatMap(verb -> tools.jobs().list(backup, verb).stream()).toList();
    List<Job> deletions = tools.jobs().list(backup, Verb.DELETE);
    int attempt = deletions.stream().mapToInt(JobLabels::attempt).max().orElse(0);
    AgentState agent =
        attempt == 0
            ? new AgentState.Missing()
            : tools.jobs().state(backup, DeletionDecision.jobName(backup, attempt), context);
    return new DeletionObservation(
        hold,
        backups.stream().filter(job -> !AgentStates.isOver(job)).toList(),
        writing.stream()
            .flatMap(verb -> tools.jobs().listPods(backup, verb).stream())
            .anyMatch(FileDeletion::isAtWork),
        Attempts.of(backup.getStatus()).count() > 0 || !backups.isEmpty() || attempt > 0,
        attempt,
        agent,
        goneClaims(backup));
  }

  private Set<String> goneClaims(R backup) {
    return Needs.volumes(backup.getSpec()).stream()
        .filter(
            volume ->
                tools
                    .surroundings()
                    .gaps(backup.getMetadata().getNamespace(), List.of(volume))
                    .stream()
                    .anyMatch(gap -> gap.reason() == Reason.ClaimMissing))
        .map(Need.Volume::name)
        .collect(Collectors.toSet());
  }

  private static boolean isAtWork(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return !"Succeeded".equals(phase) && !"Failed".equals(phase);
  }

  private DeleteControl create(R backup, DeletionPlan.Create create, Context<R> context) {
    Owner owner = Owner.of(backup);
    Job job =
        builder.build(
            owner,
            create.attempt(),
            AgentTasks.delete(
                owner, backup.getSpec(), backup.getStatus().fileName, create.goneClaims()),
            backup.getSpec().jobTemplate(),
            AgentJob.Start.UNOWNED);
    Creation creation = tools.jobs().create(backup, job);
    if (creation instanceof Creation.Refused refused) {
      KubernetesClientException cause = refused.cause();
      return apply(
          backup,
          decision.refused(
              backup,
              ApiErrors.isNamespaceEnding(cause),
              ApiErrors.refusal(cause),
              ApiErrors.reason(cause)),
          context);
    }
    if (creation instanceof Creation.Foreign foreign) {
      return apply(backup, decision.taken(backup, foreign.job()), context);
    }
    report(backup, create.verdict(), context);
    return again(tools.settings().pauses().lookAgain());
  }

  private DeleteControl letGo(R backup, DeletionPlan.LetGo plan, Context<R> context) {
    plan.notes().forEach(note -> tools.journal().tell(backup, note));
    try {
      removeDeleteJobs(backup, context);
    } catch (KubernetesClientException e) {
      // One that is left behind ends by its deadline; it must not hold the Backup.
      String permission = ApiErrors.missingPermission(e).orElseThrow(() -> e);
      tools.journal().log(backup, Reason.PermissionMissing.name(), permission);
    }
    return DeleteControl.defaultDelete();
  }

  /**
   * Not owned by the Backup, so nobody else stops them. Those whose agent has ended stay until
   * their time to live ends: should this process end before the finalizer is gone, they tell the
   * next one that the work is done. A Job says so itself only some time after its agent.
   */
  private void removeDeleteJobs(R backup, Context<R> context) {
    tools.jobs().list(backup, Verb.DELETE).stream()
        .filter(job -> !hasEnded(job, backup, context))
        .forEach(tools.jobs()::delete);
  }

  private boolean hasEnded(Job job, R backup, Context<R> context) {
    AgentState agent = tools.jobs().state(backup, job.getMetadata().getName(), context);
    return agent instanceof AgentState.Ended || agent instanceof AgentState.Lost;
  }

  private void report(R backup, Verdict verdict, Context<R> context) {
    write(backup, verdict, context).ifPresent(written -> tell(written, verdict));
  }

  /** The Backup as it was written, when its condition has another reason than before. */
  private Optional<R> write(R backup, Verdict verdict, Context<R> context) {
    StoredStatus before = backup.getStatus();
    StoredStatus after = StatusCopy.of(backup);
    Optional<String> reason = Conditions.reason(after.conditions, Conditions.FILES_DELETED);
    after.conditions =
        conditions.with(
            after.conditions,
            Conditions.FILES_DELETED,
            verdict,
            backup.getMetadata().getGeneration());
    after.message = verdict.message();
    if (Json.write(after).equals(Json.write(before))) {
      return Optional.empty();
    }
    R written = tools.statusWriter().writeStored(backup, after, context);
    return reason.equals(Optional.of(verdict.reason())) ? Optional.empty() : Optional.of(written);
  }

  private void tell(R backup, Verdict verdict) {
    boolean usual =
        List.of(
                Reason.Deleting.name(),
                Reason.JobStopping.name(),
                Reason.RestoreRunning.name(),
                Reason.MayBeReferredTo.name())
            .contains(verdict.reason());
    if (usual) {
      tools.journal().log(backup, verdict.reason(), verdict.message());
    } else {
      tools.journal().tell(backup, Note.warning(EventReason.DeletionFailed, verdict.message()));
    }
  }

  private static DeleteControl again(Duration after) {
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(Math.max(1, after.toMillis()));
  }
}
