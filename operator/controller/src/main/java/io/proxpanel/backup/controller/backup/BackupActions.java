package io.proxpanel.backup.controller.backup;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.database.Claim;
import io.proxpanel.backup.controller.database.Claims;
import io.proxpanel.backup.controller.database.DatabaseGate;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;
import java.util.List;

/** Does what a plan asks for beside status, and says what it came to. */
final class BackupActions {
  private final Tools tools;
  private final BackupDecision decision;
  private final FileNameRegistry names;
  private final AgentJob builder;

  BackupActions(Tools tools, BackupDecision decision) {
    this.tools = tools;
    this.decision = decision;
    this.names = new FileNameRegistry(tools.clock());
    this.builder = new AgentJob(tools.settings().agent());
  }

  /** The plan that status is to show: the same, or what it came to. */
  BackupPlan apply(Backup backup, BackupPlan plan, Context<Backup> context, Instant now) {
    if (plan instanceof BackupPlan.Start) {
      return enter(backup, plan, context, now);
    }
    if (plan instanceof BackupPlan.TakeSettings take) {
      tools.statusWriter().edit(backup, each -> withSettings(each, take), context);
      return take;
    }
    return plan instanceof BackupPlan.Create create ? create(backup, create, now) : plan;
  }

  private static Backup withSettings(Backup backup, BackupPlan.TakeSettings take) {
    Backup changed = new Backup();
    changed.setMetadata(
        new ObjectMetaBuilder(backup.getMetadata())
            .addToLabels(ScheduleLabels.SCHEDULE, take.schedule())
            .build());
    changed.setSpec(take.spec());
    changed.setStatus(backup.getStatus());
    return changed;
  }

  private BackupPlan enter(Backup backup, BackupPlan start, Context<Backup> context, Instant now) {
    DatabaseGate.Answer answer =
        tools
            .gate()
            .enter(
                Claims.of(backup, Claim.Stage.ACTIVE),
                Claims.of(Watches.own(context), Watches.cached(Restore.class, context)));
    if (answer instanceof DatabaseGate.Answer.Blocked blocked) {
      return decision.blocked(backup, blocked);
    }
    return answer instanceof DatabaseGate.Answer.Queued queued
        ? decision.queued(backup, queued, now)
        : start;
  }

  private BackupPlan create(Backup backup, BackupPlan.Create plan, Instant now) {
    Creation creation = tools.jobs().create(backup, job(backup, plan.attempt()));
    if (creation instanceof Creation.Refused refused) {
      return decision.refused(
          backup, ApiErrors.reason(refused.cause()), ApiErrors.refusal(refused.cause()), now);
    }
    return creation instanceof Creation.Foreign
        ? decision.foreign(backup, now)
        : decision.created(backup, plan.attempt());
  }

  private Job job(Backup backup, int attempt) {
    Owner owner = Owner.of(backup);
    BackupSpec spec = backup.getSpec();
    List<Destination> mountable =
        tools.surroundings().mountable(owner.namespace(), spec.destinations());
    return builder.build(
        owner,
        attempt,
        AgentTasks.backup(
            owner,
            backup.getMetadata().getCreationTimestamp(),
            mountable.isEmpty() ? spec : spec.withDestinations(mountable),
            backup.getStatus().fileName),
        spec.jobTemplate(),
        AgentJob.Start.AT_ONCE);
  }

  /** The file name that the plan needs, or null when it needs none. */
  String fileName(Backup backup, BackupPlan plan, Context<Backup> context) {
    if (plan instanceof BackupPlan.Accept) {
      Instant created = Times.parse(backup.getMetadata().getCreationTimestamp());
      boolean scheduled = ScheduleLabels.due(backup).isPresent();
      return choose(
          backup, taken -> FileNames.free(backup.getSpec(), created, scheduled, taken), context);
    }
    return plan instanceof BackupPlan.Rename
        ? choose(backup, taken -> FileNames.next(backup.getStatus().fileName, taken), context)
        : null;
  }

  private String choose(
      Backup backup, FileNameRegistry.NameChoice choice, Context<Backup> context) {
    String uid = backup.getMetadata().getUid();
    return names.choose(
        uid,
        name ->
            Watches.own(context).stream()
                .filter(other -> !uid.equals(other.getMetadata().getUid()))
                .anyMatch(o -> o.getStatus() != null && name.equals(o.getStatus().fileName)),
        choice);
  }
}
