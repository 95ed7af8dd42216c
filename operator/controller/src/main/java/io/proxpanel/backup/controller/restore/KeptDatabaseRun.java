package io.proxpanel.backup.controller.restore;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Database;
import io.proxpanel.backup.api.v1.Restore;
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
import io.proxpanel.backup.controller.reconcile.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Drops the database that a Restore has replaced, when its time is over. */
final class KeptDatabaseRun {
  private final Tools tools;
  private final KeptDatabaseDecision decision;
  private final AgentJob builder;

  KeptDatabaseRun(Tools tools) {
    this.tools = tools;
    this.decision = new KeptDatabaseDecision(tools.settings());
    this.builder = new AgentJob(tools.settings().agent());
  }

  /** One pass over a Restore that has ended. */
  UpdateControl<Restore> pass(Restore restore, Context<Restore> context, Instant now) {
    AgentState agent =
        KeptDatabaseDecision.isUnderWay(restore)
            ? tools.jobs().state(restore, restore.getStatus().keptDatabase.job(), context)
            : new AgentState.Missing();
    return apply(restore, decision.decide(restore, agent, now), context, now);
  }

  private UpdateControl<Restore> apply(
      Restore restore, KeptDatabasePlan plan, Context<Restore> context, Instant now) {
    if (plan instanceof KeptDatabasePlan.Sleep sleep) {
      return again(sleep.until());
    }
    if (plan instanceof KeptDatabasePlan.Create create) {
      return create(restore, create.attempt(), context, now);
    }
    if (plan instanceof KeptDatabasePlan.Write write) {
      Restore written = tools.statusWriter().write(restore, write.after(), context);
      write.notes().forEach(note -> tools.journal().tell(written, note));
      return again(Duration.ZERO);
    }
    return UpdateControl.noUpdate();
  }

  private UpdateControl<Restore> create(
      Restore restore, int attempt, Context<Restore> context, Instant now) {
    Optional<Database> target = target(restore, context);
    if (target.isEmpty()) {
      return refused(
          restore,
          new Failure(
              ErrorCode.BackupNotUsable,
              "The Backup \"%s\", which said where it is, does not exist any more."
                  .formatted(restore.getSpec().source().backupRef().name())),
          context,
          now);
    }
    Owner owner = Owner.of(restore);
    List<Gap> gaps =
        tools
            .surroundings()
            .gaps(owner.namespace(), Needs.ofRestore(target.get(), List.of()), List.of());
    if (!gaps.isEmpty()) {
      return refused(
          restore, new Failure(ErrorCode.SecretMissing, gaps.get(0).message() + "."), context, now);
    }
    Job job =
        builder.build(
            owner,
            attempt,
            AgentTasks.dropKept(owner, target.get(), restore.getStatus().keptDatabase.name()),
            restore.getSpec().jobTemplate(),
            AgentJob.Start.AT_ONCE);
    Creation creation = tools.jobs().create(restore, job);
    if (creation instanceof Creation.Refused refused) {
      Failure failure = new Failure(ErrorCode.Internal, ApiErrors.refusal(refused.cause()));
      return refused(restore, failure, context, now);
    }
    if (creation instanceof Creation.Foreign) {
      String name = job.getMetadata().getName();
      Failure failure = new Failure(ErrorCode.Internal, Losses.nameTaken(name, "Restore"));
      return refused(restore, failure, context, now);
    }
    return again(tools.settings().pauses().lookAgainMax());
  }

  private UpdateControl<Restore> refused(
      Restore restore, Failure failure, Context<Restore> context, Instant now) {
    return apply(restore, decision.refused(restore, failure, now), context, now);
  }

  private static Optional<Database> target(Restore restore, Context<Restore> context) {
    return Optional.ofNullable(restore.getSpec().database())
        .or(
            () ->
                RestoreObserver.backup(restore, context)
                    .map(Backup::getSpec)
                    .map(spec -> spec.database()));
  }

  private static UpdateControl<Restore> again(Duration after) {
    return UpdateControl.<Restore>noUpdate().rescheduleAfter(Math.max(1, after.toMillis()));
  }
}
