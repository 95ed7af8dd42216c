package io.proxpanel.backup.controller.backup;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Places;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Makes the copies that a Backup's own Job could not make. */
final class CopyingRun<R extends StoredResource> {
  private final Tools tools;
  private final CopyingDecision decision;
  private final AgentJob builder;

  CopyingRun(Tools tools) {
    this.tools = tools;
    this.decision = new CopyingDecision(tools.settings(), new Conditions(tools.clock()));
    this.builder = new AgentJob(tools.settings().agent());
  }

  /** One pass over a Backup that has ended. */
  UpdateControl<R> pass(R backup, Context<R> context, Instant now) {
    AgentState agent =
        CopyingDecision.isUnderWay(backup)
            ? tools.jobs().state(backup, backup.getStatus().copying.job(), context)
            : new AgentState.Missing();
    return apply(backup, decision.decide(backup, agent, now), context, now);
  }

  private UpdateControl<R> apply(R backup, CopyingPlan plan, Context<R> context, Instant now) {
    if (plan instanceof CopyingPlan.Sleep sleep) {
      return again(sleep.until());
    }
    if (plan instanceof CopyingPlan.Create create) {
      return create(backup, create.attempt(), context, now);
    }
    if (plan instanceof CopyingPlan.Write write) {
      R written = tools.statusWriter().writeStored(backup, write.after(), context);
      write.notes().forEach(note -> tools.journal().tell(written, note));
      return again(Duration.ZERO);
    }
    return UpdateControl.noUpdate();
  }

  private UpdateControl<R> create(R backup, int attempt, Context<R> context, Instant now) {
    String namespace = backup.getMetadata().getNamespace();
    List<Destination> missing = CopyingDecision.missing(backup);
    List<Destination> sources = tools.surroundings().mountable(namespace, Places.holding(backup));
    List<Destination> targets = tools.surroundings().mountable(namespace, missing);
    if (sources.isEmpty() || targets.isEmpty()) {
      List<Destination> lacking = sources.isEmpty() ? Places.holding(backup) : missing;
      return apply(backup, decision.refused(backup, gap(namespace, lacking), now), context, now);
    }
    Owner owner = Owner.of(backup);
    Job job =
        builder.build(
            owner,
            attempt,
            AgentTasks.sync(owner, backup.getStatus(), sources, targets),
            backup.getSpec().jobTemplate(),
            AgentJob.Start.AT_ONCE);
    Creation creation = tools.jobs().create(backup, job);
    if (creation instanceof Creation.Refused refused) {
      Failure failure = new Failure(ErrorCode.Internal, ApiErrors.refusal(refused.cause()));
      return apply(backup, decision.refused(backup, failure, now), context, now);
    }
    if (creation instanceof Creation.Foreign) {
      String name = job.getMetadata().getName();
      Failure failure = new Failure(ErrorCode.Internal, Losses.nameTaken(name, "Backup"));
      return apply(backup, decision.refused(backup, failure, now), context, now);
    }
    return again(tools.settings().pauses().lookAgainMax());
  }

  private Failure gap(String namespace, List<Destination> destinations) {
    return destinations.stream()
        .flatMap(each -> tools.surroundings().gaps(namespace, Needs.ofDestination(each)).stream())
        .findFirst()
        .map(Gap::message)
        .map(message -> new Failure(ErrorCode.SecretMissing, message + "."))
        .orElseGet(() -> new Failure(ErrorCode.BackupNotUsable, "No destination has a good copy."));
  }

  private static <R extends StoredResource> UpdateControl<R> again(Duration after) {
    return UpdateControl.<R>noUpdate().rescheduleAfter(Math.max(1, after.toMillis()));
  }
}
