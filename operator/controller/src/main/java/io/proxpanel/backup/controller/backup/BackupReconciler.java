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
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.deletion.Hold;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings a Backup to its end, and its file with it when it is deleted. */
public final class BackupReconciler implements Reconciler<Backup>, Cleaner<Backup> {
  private final Tools tools;
  private final BackupPass<Backup> pass;

  /** The tools are shared by all reconcilers. */
  public BackupReconciler(Tools tools) {
    this.tools = tools;
    this.pass = new BackupPass<>(tools, new DatabaseBackups(tools), this::hold);
  }

  @Override
  public List<EventSource<?, Backup>> prepareEventSources(EventSourceContext<Backup> context) {
    InformerEventSource<Restore, Backup> restores =
        Watches.all(Restore.class, context, BackupReconciler::waitsForRestore);
    return List.of(
        Watches.jobs(context),
        Watches.pods(context, tools.podMemory()),
        restores,
        Watches.all(BackupSchedule.class, context, BackupPass::lacksSettings),
        new NextInLine(tools.gate(), context.getPrimaryCache(), restores));
  }

  @Override
  public UpdateControl<Backup> reconcile(Backup backup, Context<Backup> context) {
    return pass.reconcile(backup, context);
  }

  @Override
  public DeleteControl cleanup(Backup backup, Context<Backup> context) {
    return pass.cleanup(backup, context);
  }

  private Optional<Hold> hold(Backup backup, Context<Backup> context) {
    List<String> readers = readers(backup, context);
    return readers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Hold(
                Verdict.unknown(
                    Reason.RestoreRunning,
                    "The file is deleted when %s has ended.".formatted(String.join(", ", readers))),
                tools.settings().pauses().lookAgain()));
  }

  /** Restores, in words. */
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

  private static boolean waitsForRestore(Backup backup) {
    return backup.isMarkedForDeletion()
        || Optional.ofNullable(backup.getStatus())
            .flatMap(status -> Conditions.reason(status.conditions, Conditions.SUCCEEDED))
            .filter(Reason.DatabaseBeingRestored.name()::equals)
            .isPresent();
  }
}
