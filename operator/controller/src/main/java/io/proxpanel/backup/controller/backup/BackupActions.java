package io.proxpanel.backup.controller.backup;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import java.time.Instant;
import java.util.List;

/** Does what a plan asks for beside status, and says what it came to. */
final class BackupActions<R extends StoredResource> {
  private final Tools tools;
  private final BackupKind<R> kind;
  private final BackupDecision<R> decision;
  private final FileNameRegistry names;
  private final AgentJob builder;

  BackupActions(Tools tools, BackupKind<R> kind, BackupDecision<R> decision) {
    this.tools = tools;
    this.kind = kind;
    this.decision = decision;
    this.names = new FileNameRegistry(tools.clock());
    this.builder = new AgentJob(tools.settings().agent());
  }

  /** The plan that status is to show: the same, or what it came to. */
  BackupPlan apply(R backup, BackupPlan plan, Context<R> context, Instant now) {
    if (plan instanceof BackupPlan.Start) {
      return kind.blocked(backup, context, now).orElse(plan);
    }
    if (plan instanceof BackupPlan.TakeSettings take) {
      tools.statusWriter().edit(backup, each -> withSettings(each, take), context);
      return take;
    }
    return plan instanceof BackupPlan.Create create ? create(backup, create, context, now) : plan;
  }

  private R withSettings(R backup, BackupPlan.TakeSettings take) {
    R changed = kind.with(backup, take.spec());
    changed.setMetadata(
        new ObjectMetaBuilder(backup.getMetadata())
            .addToLabels(ScheduleLabels.SCHEDULE, take.schedule())
            .build());
    return changed;
  }

  private BackupPlan create(R backup, BackupPlan.Create plan, Context<R> context, Instant now) {
    Creation creation = tools.jobs().create(backup, job(backup, plan.attempt(), context));
    if (creation instanceof Creation.Refused refused) {
      return decision.refused(
          backup, ApiErrors.reason(refused.cause()), ApiErrors.refusal(refused.cause()), now);
    }
    return creation instanceof Creation.Foreign
        ? decision.foreign(backup, now)
        : decision.created(backup, plan.attempt());
  }

  private Job job(R backup, int attempt, Context<R> context) {
    Owner owner = Owner.of(backup);
    List<Destination> all = backup.getSpec().destinations();
    List<Destination> mountable = tools.surroundings().mountable(owner.namespace(), all);
    return builder.build(
        owner,
        attempt,
        kind.task(backup, mountable.isEmpty() ? all : mountable, context),
        backup.getSpec().jobTemplate(),
        AgentJob.Start.AT_ONCE);
  }

  /** The file name that the plan needs, or null when it needs none. */
  String fileName(R backup, BackupPlan plan, Context<R> context) {
    if (plan instanceof BackupPlan.Accept) {
      return choose(backup, taken -> kind.firstName(backup, taken), context);
    }
    return plan instanceof BackupPlan.Rename
        ? choose(backup, taken -> kind.nextName(backup.getStatus().fileName, taken), context)
        : null;
  }

  private String choose(R backup, FileNameRegistry.NameChoice choice, Context<R> context) {
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
