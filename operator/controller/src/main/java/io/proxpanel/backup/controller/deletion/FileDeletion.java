package io.proxpanel.backup.controller.deletion;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.Need;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.cluster.Watches;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Brings the file of a Backup that is being deleted to its end. */
public final class FileDeletion {
  /** What the Jobs do that write a Backup's file. */
  private static final List<Verb> WRITING = List.of(Verb.BACKUP, Verb.SYNC);

  private final Tools tools;
  private final DeletionDecision decision;
  private final Conditions conditions;
  private final AgentJob builder;

  /** The tools are those of the reconciler. */
  public FileDeletion(Tools tools) {
    this.tools = tools;
    this.decision = new DeletionDecision(tools.settings());
    this.conditions = new Conditions(tools.clock());
    this.builder = new AgentJob(tools.settings().agent());
  }

  /** One pass; the finalizer stays until the plan is to let the Backup go. */
  public DeleteControl pass(Backup backup, Context<Backup> context) {
    Instant now = tools.clock().instant();
    DeletionPlan plan =
        decision
            .withoutLooking(backup)
            .orElseGet(() -> decision.decide(backup, observe(backup, context), now));
    return apply(backup, plan, context);
  }

  /** The API server does not let the operator look, which the Backup cannot wait for for ever. */
  public DeleteControl denied(Backup backup, String sentence, Context<Backup> context) {
    DeletionPlan plan = decision.denied(backup, sentence, tools.clock().instant());
    if (plan instanceof DeletionPlan.Wait wait) {
      // The event was written by who was denied.
      write(backup, wait.verdict(), context);
      return again(wait.lookAgain());
    }
    return apply(backup, plan, context);
  }

  private DeleteControl apply(Backup backup, DeletionPlan plan, Context<Backup> context) {
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

  private DeletionObservation observe(Backup backup, Context<Backup> context) {
    List<Job> backups =
        WRITING.stream().flatMap(verb -> tools.jobs().list(backup, verb).stream()).toList();
    List<Job> deletions = tools.jobs().list(backup, Verb.DELETE);
    int attempt = deletions.stream().mapToInt(JobLabels::attempt).max().orElse(0);
    AgentState agent =
        attempt == 0
            ? new AgentState.Missing()
            : tools.jobs().state(backup, DeletionDecision.jobName(backup, attempt), context);
    return new DeletionObservation(
        readers(backup, context),
        backups.stream().filter(job -> !AgentStates.isOver(job)).toList(),
        WRITING.stream()
            .flatMap(verb -> tools.jobs().listPods(backup, verb).stream())
            .anyMatch(FileDeletion::isAtWork),
        Attempts.of(backup.getStatus()).count() > 0 || !backups.isEmpty() || attempt > 0,
        attempt,
        agent,
        goneClaims(backup));
  }

  private Set<String> goneClaims(Backup backup) {
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

  private List<String> readers(Backup backup, Context<Backup> context) {
    String namespace = backup.getMetadata().getNamespace();
    Stream<String> seen =
        Watches.cached(Restore.class, context).stream()
            .filter(restore -> namespace.equals(restore.getMetadata().getNamespace()))
            .filter(restore -> reads(restore, backup))
            .map(restore -> "Restore \"" + restore.getMetadata().getName() + "\"");
    Stream<String> letIn =
        tools.gate().readersOf(backup.getMetadata().getUid()).stream()
            .map(claim -> claim.inWords(namespace));
    return Stream.concat(seen, letIn).distinct().sorted().toList();
  }

  private static boolean reads(Restore restore, Backup backup) {
    return restore.getSpec().source().backupRef() != null
        && Objects.equals(
            restore.getSpec().source().backupRef().name(), backup.getMetadata().getName())
        && !restore.isMarkedForDeletion()
        && Attempts.of(restore.getStatus()).hasBegun();
  }

  private DeleteControl create(Backup backup, DeletionPlan.Create create, Context<Backup> context) {
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

  private DeleteControl letGo(Backup backup, DeletionPlan.LetGo plan, Context<Backup> context) {
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
  private void removeDeleteJobs(Backup backup, Context<Backup> context) {
    tools.jobs().list(backup, Verb.DELETE).stream()
        .filter(job -> !hasEnded(job, backup, context))
        .forEach(tools.jobs()::delete);
  }

  private boolean hasEnded(Job job, Backup backup, Context<Backup> context) {
    AgentState agent = tools.jobs().state(backup, job.getMetadata().getName(), context);
    return agent instanceof AgentState.Ended || agent instanceof AgentState.Lost;
  }

  private void report(Backup backup, Verdict verdict, Context<Backup> context) {
    write(backup, verdict, context).ifPresent(written -> tell(written, verdict));
  }

  /** The Backup as it was written, when its condition has another reason than before. */
  private Optional<Backup> write(Backup backup, Verdict verdict, Context<Backup> context) {
    BackupStatus before = backup.getStatus();
    BackupStatus after = StatusCopy.of(before, BackupStatus.class);
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
    Backup written = tools.statusWriter().write(backup, after, context);
    return reason.equals(Optional.of(verdict.reason())) ? Optional.empty() : Optional.of(written);
  }

  private void tell(Backup backup, Verdict verdict) {
    boolean usual =
        List.of(Reason.Deleting.name(), Reason.JobStopping.name(), Reason.RestoreRunning.name())
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
