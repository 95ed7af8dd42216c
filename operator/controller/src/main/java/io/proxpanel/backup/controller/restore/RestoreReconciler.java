package io.proxpanel.backup.controller.restore;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Brings a Restore to its end, once. */
public final class RestoreReconciler implements Reconciler<Restore> {
  private final Tools tools;
  private final RestoreDecision decision;
  private final RestoreObserver observer;
  private final RestoreActions actions;
  private final RestoreReport report;
  private final RestoreWatch watch;
  private final KeptDatabaseRun keptDatabase;

  /** The tools are shared by all reconcilers. */
  public RestoreReconciler(Tools tools) {
    this.tools = tools;
    this.decision = new RestoreDecision(tools.settings());
    this.observer = new RestoreObserver(tools.jobs(), tools.surroundings());
    this.actions = new RestoreActions(tools, decision);
    this.report = new RestoreReport(new Conditions(tools.clock()));
    this.watch = new RestoreWatch(tools);
    this.keptDatabase = new KeptDatabaseRun(tools);
  }

  @Override
  public List<EventSource<?, Restore>> prepareEventSources(EventSourceContext<Restore> context) {
    return List.of(
        Watches.jobs(context),
        Watches.pods(context, tools.podMemory()),
        Watches.all(Backup.class, context, RestoreReconciler::mayWaitForBackup));
  }

  @Override
  public UpdateControl<Restore> reconcile(Restore restore, Context<Restore> context) {
    return tools
        .pass()
        .over(
            restore,
            () -> pass(restore, context),
            UpdateControl::noUpdate,
            sentence -> denied(restore, sentence, context));
  }

  private UpdateControl<Restore> pass(Restore restore, Context<Restore> context) {
    Instant now = tools.clock().instant();
    if (Attempts.of(restore.getStatus()).isOver()) {
      if (!tools.statusWriter().isAbout(restore, restore.getStatus().observedGeneration)) {
        RestoreStatus after = StatusCopy.of(restore.getStatus(), RestoreStatus.class);
        after.observedGeneration = restore.getMetadata().getGeneration();
        tools.statusWriter().write(restore, after, context);
        return again(Duration.ZERO);
      }
      return keptDatabase.pass(restore, context, now);
    }
    RestoreObservation seen = observer.observe(restore, decision.look(restore, now), context);
    RestorePlan plan = decision.decide(restore, seen, now);
    RestorePlan done = actions.apply(restore, plan, context, now);
    return report(restore, done, seen.source(), context, now);
  }

  private UpdateControl<Restore> report(
      Restore restore,
      RestorePlan plan,
      Sources.Finding source,
      Context<Restore> context,
      Instant now) {
    if (plan instanceof RestorePlan.Nothing) {
      return UpdateControl.noUpdate();
    }
    if (plan instanceof RestorePlan.Sleep sleep) {
      return again(sleep.until());
    }
    RestoreStatus after = report.after(restore, plan, source, now);
    watch.into(after, restore, plan, context, now);
    if (!Json.write(after).equals(Json.write(restore.getStatus()))) {
      Restore written = tools.statusWriter().write(restore, after, context);
      RestoreNotes.of(restore, plan, after).forEach(note -> tools.journal().tell(written, note));
    }
    if (!Attempts.of(after).isUnderWay()) {
      tools.gate().leave(restore.getMetadata().getUid());
    }
    return next(restore, plan, after, now);
  }

  private UpdateControl<Restore> next(
      Restore before, RestorePlan plan, RestoreStatus after, Instant now) {
    if (plan instanceof RestorePlan.Wait wait) {
      return again(wait.lookAgain());
    }
    if (plan instanceof RestorePlan.Withdraw withdraw) {
      return again(withdraw.lookAgain());
    }
    // A Job that may run now is released by the next pass; later ones follow its events.
    boolean first = before.getStatus() == null || before.getStatus().phase != after.phase;
    if (plan instanceof RestorePlan.Start || (plan instanceof RestorePlan.Follow && first)) {
      return again(Duration.ZERO);
    }
    if (after.keptDatabase != null) {
      return again(Duration.ZERO);
    }
    if (RestoreWatch.isRunning(plan)) {
      return again(tools.settings().pauses().progress());
    }
    return Optional.ofNullable(after.nextAttemptTime)
        .map(time -> again(Duration.between(now, Times.parse(time))))
        .orElse(UpdateControl.noUpdate());
  }

  private static UpdateControl<Restore> again(Duration after) {
    return UpdateControl.<Restore>noUpdate().rescheduleAfter(Math.max(1, after.toMillis()));
  }

  /** Status says it too, unless an attempt is under way: then it says how that stands. */
  private UpdateControl<Restore> denied(
      Restore restore, String sentence, Context<Restore> context) {
    Duration again = tools.settings().pauses().lookAgainMax();
    Attempts attempts = Attempts.of(restore.getStatus());
    if (attempts.isOver() || attempts.isUnderWay()) {
      return again(again);
    }
    RestorePlan wait = new RestorePlan.Wait(Reason.PermissionMissing, sentence, again);
    Sources.Finding source = RestoreObserver.source(restore, context);
    return report(restore, wait, source, context, tools.clock().instant());
  }

  private static boolean mayWaitForBackup(Restore restore) {
    Attempts attempts = Attempts.of(restore.getStatus());
    return !attempts.isOver() && !attempts.isUnderWay();
  }
}
