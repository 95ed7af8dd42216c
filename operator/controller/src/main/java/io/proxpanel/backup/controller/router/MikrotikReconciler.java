package io.proxpanel.backup.controller.router;

import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.controller.backup.BackupPass;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.deletion.Hold;
import io.proxpanel.backup.controller.reconcile.Tools;
import java.util.List;
import java.util.Optional;

/** Brings a MikrotikBackup to its end, and its archives with it when it is deleted. */
public final class MikrotikReconciler
    implements Reconciler<MikrotikBackup>, Cleaner<MikrotikBackup> {
  private final Tools tools;
  private final RouterMetrics metrics;
  private final BackupPass<MikrotikBackup> pass;

  /** The tools are shared by all reconcilers. */
  public MikrotikReconciler(Tools tools, RouterMetrics metrics) {
    this.tools = tools;
    this.metrics = metrics;
    this.pass = new BackupPass<>(tools, new RouterBackups(tools), this::hold);
  }

  @Override
  public List<EventSource<?, MikrotikBackup>> prepareEventSources(
      EventSourceContext<MikrotikBackup> context) {
    metrics.show(() -> Watches.held(context.getPrimaryCache()));
    return List.of(
        Watches.jobs(context),
        Watches.pods(context, tools.podMemory()),
        Watches.all(BackupSchedule.class, context, BackupPass::lacksSettings),
        new FreedArchives(context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<MikrotikBackup> reconcile(
      MikrotikBackup backup, Context<MikrotikBackup> context) {
    return pass.reconcile(backup, context);
  }

  @Override
  public DeleteControl cleanup(MikrotikBackup backup, Context<MikrotikBackup> context) {
    return pass.cleanup(backup, context);
  }

  private Optional<Hold> hold(MikrotikBackup backup, Context<MikrotikBackup> context) {
    return Referrers.of(
        backup,
        Watches.latest(context),
        Watches.unreadable(context),
        tools.settings().pauses().lookAgainMax());
  }
}
