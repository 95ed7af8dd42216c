package io.proxpanel.backup.controller.backup;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.cluster.Unreadable;
import io.proxpanel.backup.controller.deletion.FileDeletion;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Readiness;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One pass over a resource whose files are stored, of any kind: brings it to its end, then its
 * copies, and its files with it when it is deleted.
 *
 * @param <R> the kind of resource
 */
public final class BackupPass<R extends StoredResource> {
  /** Settings that can change at any time. */
  private static final Set<String> HOW = Set.of("deletionPolicy", "jobTemplate");

  private final Tools tools;
  private final BackupKind<R> kind;
  private final BackupDecision<R> decision;
  private final BackupObserver<R> observer;
  private final Conditions conditions;
  private final BackupReport<R> report;
  private final BackupActions<R> actions;
  private final BackupNotes<R> notes;
  private final CopyingRun<R> copying;
  private final FileDeletion<R> deletion;

  /**
   * The tools are shared by all reconcilers.
   *
   * @param needing who needs the files of a resource that is being deleted
   */
  public BackupPass(Tools tools, BackupKind<R> kind, FileDeletion.Needing<R> needing) {
    this.tools = tools;
    this.kind = kind;
    this.decision = new BackupDecision<>(tools.settings(), kind);
    this.observer = new BackupObserver<>(tools.jobs(), kind);
    this.conditions = new Conditions(tools.clock());
    this.report = new BackupReport<>(conditions, kind);
    this.actions = new BackupActions<>(tools, kind, decision);
    this.notes = new BackupNotes<>(kind);
    this.copying = new CopyingRun<>(tools);
    this.deletion = new FileDeletion<>(tools, kind.verb(), needing);
  }

  /** One pass over a resource that is there. */
  public UpdateControl<R> reconcile(R backup, Context<R> context) {
    return tools
        .pass()
        .over(
            backup,
            () -> pass(backup, context),
            UpdateControl::noUpdate,
            sentence -> denied(backup, sentence, context));
  }

  /** One pass over a resource that is being deleted. */
  public DeleteControl cleanup(R backup, Context<R> context) {
    kind.leave(backup);
    if (Unreadable.is(backup)) {
      return deletion.unreadable(backup);
    }
    return tools
        .pass()
        .over(
            backup,
            () -> deletion.pass(backup, context),
            DeleteControl::noFinalizerRemoval,
            sentence -> deletion.denied(backup, sentence, context));
  }

  private UpdateControl<R> pass(R backup, Context<R> context) {
    Instant now = tools.clock().instant();
    if (Attempts.of(backup.getStatus()).isOver()) {
      if (!tools.statusWriter().isAbout(backup, backup.getStatus().observedGeneration)) {
        StoredStatus after = StatusCopy.of(backup);
        after.observedGeneration = backup.getMetadata().getGeneration();
        tools.statusWriter().writeStored(backup, after, context);
        return again(Duration.ZERO);
      }
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

  private UpdateControl<R> report(R backup, BackupPlan plan, Context<R> context, Instant now) {
    if (plan instanceof BackupPlan.Nothing || plan instanceof BackupPlan.TakeSettings) {
      return UpdateControl.noUpdate();
    }
    if (plan instanceof BackupPlan.Sleep sleep) {
      return again(sleep.until());
    }
    StoredStatus after = report.after(backup, plan, actions.fileName(backup, plan, context), now);
    kind.complete(after, backup, plan, context, now);
    after.conditions =
        Readiness.ofRun(conditions, after.conditions, after.phase, after.observedGeneration);
    after.ofSchedule =
        backup.getSpec().fromSchedule() == null ? null : isOfSchedule(backup, context, now);
    if (!Attempts.of(after).isUnderWay()) {
      // Before status says so: whoever is woken by that finds the place free.
      kind.leave(backup);
    }
    if (!Json.write(after).equals(Json.write(backup.getStatus()))) {
      R written = tools.statusWriter().writeStored(backup, after, context);
      notes.of(backup, plan, after).forEach(note -> tools.journal().tell(written, note));
    }
    return next(plan, after, now);
  }

  /**
   * Whether its spec is what its schedule says. It is written down while it runs, since the
   * schedule may say something else later; and by the operator alone, since who may create may
   * write whatever else tells one from the other.
   */
  private boolean isOfSchedule(R backup, Context<R> context, Instant now) {
    boolean before =
        backup.getStatus() != null && Boolean.TRUE.equals(backup.getStatus().ofSchedule);
    // A schedule that was changed a moment ago may not be seen yet: the next pass looks again.
    return before
        || observer
            .schedule(backup, context)
            .map(schedule -> kind.settings(backup, schedule, now))
            .filter(BackupPlan.TakeSettings.class::isInstance)
            .map(plan -> whatAndWhere(((BackupPlan.TakeSettings) plan).spec()))
            .equals(Optional.of(whatAndWhere(backup.getSpec())));
  }

  /** The settings without what can change at any time: a schedule's older Backups keep theirs. */
  private static Map<?, ?> whatAndWhere(Object spec) {
    try {
      Map<?, ?> settings = Json.read(Json.write(spec), Map.class);
      settings.keySet().removeAll(HOW);
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException("what was just written is JSON", e);
    }
  }

  private UpdateControl<R> next(BackupPlan plan, StoredStatus after, Instant now) {
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
    if (plan instanceof BackupPlan.Follow follow && follow.reason() == Reason.Running) {
      return again(tools.settings().pauses().progress());
    }
    return Optional.ofNullable(after.nextAttemptTime)
        .map(time -> this.again(Duration.between(now, Times.parse(time))))
        .orElse(UpdateControl.noUpdate());
  }

  private UpdateControl<R> again(Duration after) {
    return UpdateControl.<R>noUpdate().rescheduleAfter(Math.max(1, after.toMillis()));
  }

  /** Status says it too, unless an attempt is under way: then it says how that stands. */
  private UpdateControl<R> denied(R backup, String sentence, Context<R> context) {
    Duration again = tools.settings().pauses().lookAgainMax();
    Attempts attempts = Attempts.of(backup.getStatus());
    if (attempts.isOver() || attempts.isUnderWay() || attempts.phase() == null) {
      return again(again);
    }
    BackupPlan wait = new BackupPlan.Wait(Reason.PermissionMissing, sentence, again);
    return report(backup, wait, context, tools.clock().instant());
  }

  /** Whether it has not taken its settings from its schedule yet. */
  public static boolean lacksSettings(StoredResource backup) {
    return backup.getSpec().destinations() == null && !Attempts.of(backup.getStatus()).isOver();
  }
}
