package io.proxpanel.backup.controller.restore;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.database.Claim;
import io.proxpanel.backup.controller.database.Claims;
import io.proxpanel.backup.controller.database.DatabaseGate;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.reconcile.Tools;
import java.time.Instant;
import java.util.List;

/** Does what a plan asks for beside status, and says what it came to. */
final class RestoreActions {
  private final Tools tools;
  private final RestoreDecision decision;
  private final AgentJob builder;

  RestoreActions(Tools tools, RestoreDecision decision) {
    this.tools = tools;
    this.decision = decision;
    this.builder = new AgentJob(tools.settings().agent());
  }

  /** The plan that status is to show: the same, or what it came to. */
  RestorePlan apply(Restore restore, RestorePlan plan, Context<Restore> context, Instant now) {
    if (plan instanceof RestorePlan.Start) {
      return enter(restore, plan, context);
    }
    if (plan instanceof RestorePlan.Create create) {
      return create(restore, create, now);
    }
    if (plan instanceof RestorePlan.Release release) {
      tools.jobs().release(restore, RestoreDecision.jobName(restore, release.attempt()));
      return new RestorePlan.Nothing();
    }
    return plan;
  }

  private RestorePlan enter(Restore restore, RestorePlan start, Context<Restore> context) {
    Claim wanted =
        Claims.of(
                restore, RestoreObserver.backup(restore, context).orElse(null), Claim.Stage.ACTIVE)
            .orElseThrow();
    DatabaseGate.Answer answer =
        tools
            .gate()
            .enter(wanted, Claims.of(Watches.cached(Backup.class, context), Watches.own(context)));
    return answer instanceof DatabaseGate.Answer.Blocked blocked
        ? decision.blocked(restore, blocked)
        : start;
  }

  private RestorePlan create(Restore restore, RestorePlan.Create plan, Instant now) {
    Creation creation = tools.jobs().create(restore, job(restore, plan));
    if (creation instanceof Creation.Refused refused) {
      return decision.refused(
          restore, ApiErrors.reason(refused.cause()), ApiErrors.refusal(refused.cause()), now);
    }
    return creation instanceof Creation.Foreign
        ? decision.foreign(restore, now)
        : decision.created(restore, plan.attempt());
  }

  private Job job(Restore restore, RestorePlan.Create plan) {
    Owner owner = Owner.of(restore);
    List<Destination> mountable =
        tools.surroundings().mountable(owner.namespace(), plan.source().places());
    return builder.build(
        owner,
        plan.attempt(),
        plan.source()
            .task(
                owner,
                mountable.isEmpty() ? plan.source().places() : mountable,
                restore.getSpec().confirmOverwrite(),
                restore.getStatus().transactionId),
        restore.getSpec().jobTemplate(),
        AgentJob.Start.SUSPENDED);
  }
}
