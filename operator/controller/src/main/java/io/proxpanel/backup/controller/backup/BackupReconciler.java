package io.proxpanel.backup.controller.backup;

import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.deletion.FileDeletion;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Brings a Backup to its end, and its file with it when it is deleted. */
public final class BackupReconciler implements Reconciler<Backup>, Cleaner<Backup> {
  private final Tools tools;
  private final BackupDecision decision;
  private final BackupObserver observer;
  private final BackupReport report;
  private final BackupActions actions;
  private final CopyingRun copying;
  private final ProgressWatch progress;
  private final FileDeletion deletion;

  /** The tools are shared by all reconcilers. */
  public BackupReconciler(Tools tools) {
    this.tools = tools;
    this.decision = new BackupDecision(tools.settings());
    this.observer = new BackupObserver(tools.jobs(), tools.surroundings());
    this.report = new BackupReport(new Conditions(tools.clock()));
    this.actions = new BackupActions(tools, decision);
    this.copying = new CopyingRun(tools);
    this.progress = new ProgressWatch(tools);
    this.deletion = new FileDeletion(tools);
  }

  @Override
  public List<EventSource<?, Backup>> prepareEventSources(EventSourceContext<Backup> context) {
    InformerEventSource<Restore, Backup> restores =
        Watches.all(Restore.class, context, BackupReconciler::waitsForRestore);
    return List.of(
        Watches.jobs(context),
        Watches.pods(context, tools.podMemory()),
        restores,
        Watches.all(BackupSchedule.class, context, BackupReconciler::lacksSettings),
        new NextInLine(tools.gate(), context.getPrimaryCache(), restores));
  }

  @Override
  public UpdateControl<Backup> reconcile(Backup backup, Context<Backup> context) {
    return tools
        .pass()
        .over(
            backup,
            () -> pass(backup, context),
            UpdateControl::noUpdate,
            sentence -> denied(backup, sentence, context));
  }

  @Override
  public DeleteControl cleanup(Backup backup, Context<Backup> context) {
    tools.gate().leave(backup.getMetadata().getUid());
    return tools
        .pass()
        .over(
            backup,
            () -> deletion.pass(backup, context),
            DeleteControl::noFinalizerRemoval,
            sentence -> deletion.denied(backup, sentence, context));
  }

  private UpdateControl<Backup> pass(Backup backup, Context<Backup> context) {
    Instant now = tools.clock().instant();
    if (Attempts.of(backup.getStatus()).isOver()) {
      return copying.pass(backup, context, now);
    }
    if (lacksSettings(backup)) {
      BackupPlan plan = decision.withoutSettings(backup, observer.schedule(backup, context), now);
      return report(backup, actions.apply(backup, plan, context, now), context, now);
    }
    BackupObservation seen = observer.observe(backup, decision.look(backup, now), context);
    BackupPlan plan = decision.decide(backup, seen, now);
    return report(backup, actions.apply(backup, plan, context, now), context, now);
  }

  private UpdateControl<Backup> report(
      Backup backup, BackupPlan plan, Context<Backup> context, Instant now) {
    if (plan instanceof BackupPlan.Nothing || plan instanceof BackupPlan.TakeSettings) {
      return UpdateControl.noUpdate();
    }
    if (plan instanceof BackupPlan.Sleep sleep) {
      return again(sleep.until());
    }
    BackupStatus after = report.after(backup, plan, actions.fileName(backup, plan, context), now);
    progress.into(after, backup, plan, context, now);
    if (!Attempts.of(after).isUnderWay()) {
      // Before status says so: whoever is woken by that finds the place free.
      tools.gate().leave(backup.getMetadata().getUid());
    }
    if (!Json.write(after).equals(Json.write(backup.getStatus()))) {
      Backup written = tools.statusWriter().write(backup, after, context);
      BackupNotes.of(backup, plan, after).forEach(note -> tools.journal().tell(written, note));
    }
    return next(plan, after, now);
  }

  private UpdateControl<Backup> next(BackupPlan plan, BackupStatus after, Instant now) {
    if (plan instanceof BackupPlan.Accept
        || plan instanceof BackupPlan.Start
        || plan instanceof BackupPlan.Succeed) {
      return again(Duration.ZERO);
    }
    if (plan instanceof BackupPlan.Wait wait) {
      return again(wait.lookAgain());
    }
    if (plan instanceof BackupPlan.Withdraw withdraw) {
      return again(withdraw.lookAgain());
    }
    if (ProgressWatch.isRunning(plan)) {
      return again(progress.interval());
    }
    return Optional.ofNullable(after.nextAttemptTime)
        .map(time -> again(Duration.between(now, Times.parse(time))))
        .orElse(UpdateControl.noUpdate());
  }

  private static UpdateControl<Backup> again(Duration after) {
    return UpdateControl.<Backup>noUpdate().rescheduleAfter(Math.max(1, after.toMillis()));
  }

  /** Status says it too, unless an attempt is under way: then it says how that stands. */
  private UpdateControl<Backup> denied(Backup backup, String sentence, Context<Backup> context) {
    Duration again = tools.settings().pauses().lookAgainMax();
    Attempts attempts = Attempts.of(backup.getStatus());
    if (attempts.isOver() || attempts.isUnderWay() || backup.getStatus() == null) {
      return again(again);
    }
    BackupPlan wait = new BackupPlan.Wait(Reason.PermissionMissing, sentence, again);
    return report(backup, wait, context, tools.clock().instant());
  }

  private static boolean lacksSettings(Backup backup) {
    return backup.getSpec().database() == null && !Attempts.of(backup.getStatus()).isOver();
  }

  private static boolean waitsForRestore(Backup backup) {
    return backup.isMarkedForDeletion()
        || Optional.ofNullable(backup.getStatus())
            .flatMap(status -> Conditions.reason(status.conditions, Conditions.SUCCEEDED))
            .filter(Reason.DatabaseBeingRestored.name()::equals)
            .isPresent();
  }
}
