package io.proxpanel.backup.controller.schedule;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.controller.cluster.Unreadable;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a Backup at every due time of a schedule. When it is woken does not matter: what is due
 * follows from the spec, from status and from the clock at every pass anew.
 */
public final class ScheduleReconciler implements Reconciler<BackupSchedule> {
  private final Tools tools;
  private final ScheduleMetrics metrics;
  private final ScheduleReport report;
  private final RetentionRun retention;
  private final TenantRun tenantRun;
  private final Preflight preflight;
  private final SyncExisting sync;
  private final ScheduleActions actions = new ScheduleActions();

  /** The tools are shared by all reconcilers. */
  public ScheduleReconciler(Tools tools, ScheduleMetrics metrics) {
    this.tools = tools;
    this.metrics = metrics;
    this.retention = new RetentionRun(tools);
    this.tenantRun = new TenantRun(tools);
    this.preflight = new Preflight(tools);
    this.sync = new SyncExisting(tools.statusWriter());
    this.report = new ScheduleReport(new Conditions(tools.clock()));
  }

  @Override
  public List<EventSource<?, BackupSchedule>> prepareEventSources(
      EventSourceContext<BackupSchedule> context) {
    metrics.show(() -> Watches.held(context.getPrimaryCache()));
    return List.of(
        Watches.ofSchedules(Backup.class, context),
        Watches.ofSchedules(MikrotikBackup.class, context),
        Watches.all(Restore.class, context, schedule -> false));
  }

  @Override
  public UpdateControl<BackupSchedule> reconcile(
      BackupSchedule schedule, Context<BackupSchedule> context) {
    return tools
        .pass()
        .over(
            schedule,
            () -> pass(schedule, context),
            UpdateControl::noUpdate,
            sentence -> again(tools.settings().pauses().lookAgainMax()));
  }

  private UpdateControl<BackupSchedule> pass(
      BackupSchedule schedule, Context<BackupSchedule> context) {
    Instant now = tools.clock().instant();
    ScheduleObservation seen =
        new ScheduleObservation(
            Stream.<StoredResource>concat(
                    context.getSecondaryResourcesAsStream(Backup.class),
                    context.getSecondaryResourcesAsStream(MikrotikBackup.class))
                .filter(each -> !Unreadable.is(each) && ScheduledBackup.counts(each))
                .toList());
    try {
      Timing timing = Timing.of(schedule.getSpec());
      SchedulePlan plan = ScheduleDecision.decide(schedule, timing, seen, now);
      plan = actions.apply(schedule, seen, plan, context.getClient());
      if (plan instanceof SchedulePlan.Make && TenantRun.isSearching(schedule)) {
        tenantRun.abandon(schedule);
      }
      // What was done about a due time is written down before anything else is begun.
      ScheduleWork work =
          hasActed(plan) ? ScheduleWork.NONE : work(schedule, timing, seen, context, now);
      return report(schedule, timing, seen, plan, work, context, now);
    } catch (TimingException e) {
      SchedulePlan plan = new SchedulePlan.Invalid(e.reason(), e.getMessage());
      return report(schedule, null, seen, plan, ScheduleWork.NONE, context, now);
    }
  }

  /** Retention waits until the Backups of all tenants have ended: it looks at all of them. */
  private ScheduleWork work(
      BackupSchedule schedule,
      Timing timing,
      ScheduleObservation seen,
      Context<BackupSchedule> context,
      Instant now) {
    Preflight.Outcome tried = preflight.pass(schedule, seen, () -> Watches.own(context), now);
    if (schedule.getSpec().tenants() != null && TenantRun.isUnderWay(schedule)) {
      return new ScheduleWork(
          tenantRun.pass(schedule, seen, context.getClient(), now), null, tried, null);
    }
    List<Pruning> groups =
        Pruning.byTenant(schedule, timing, seen, Watches.cached(Restore.class, context));
    return new ScheduleWork(
        null,
        retention.pass(
            groups,
            seen,
            () -> Watches.cached(Backup.class, context),
            schedule.getStatus(),
            context.getClient()),
        tried,
        sync.pass(schedule, seen, context.getClient()));
  }

  private UpdateControl<BackupSchedule> report(
      BackupSchedule schedule,
      Timing timing,
      ScheduleObservation seen,
      SchedulePlan plan,
      ScheduleWork work,
      Context<BackupSchedule> context,
      Instant now) {
    List<StoredResource> ended = RunHistory.since(schedule, seen);
    BackupScheduleStatus after = report.after(schedule, timing, seen, plan, ended, work, now);
    if (!Json.write(after).equals(Json.write(schedule.getStatus()))) {
      BackupSchedule written = tools.statusWriter().write(schedule, after, context);
      ScheduleNotes.of(schedule, timing, plan, ended, after)
          .forEach(note -> tools.journal().tell(written, note));
    }
    work.notes().forEach(note -> tools.journal().tell(schedule, note));
    return work.again()
        .map(pause -> noLaterThan(pause, next(plan, work, after, now)))
        .orElseGet(() -> next(plan, work, after, now));
  }

  private UpdateControl<BackupSchedule> noLaterThan(
      Duration pause, UpdateControl<BackupSchedule> control) {
    boolean sooner =
        control.getScheduleDelay().filter(delay -> delay <= pause.toMillis()).isPresent();
    return sooner ? control : again(pause);
  }

  private UpdateControl<BackupSchedule> next(
      SchedulePlan plan, ScheduleWork work, BackupScheduleStatus after, Instant now) {
    return Optional.ofNullable(work.tenants())
        .flatMap(TenantRun.Outcome::again)
        .map(this::again)
        .orElseGet(
            () ->
                work.kept() != null && work.kept().waits()
                    ? again(tools.settings().pauses().lookAgain())
                    : next(plan, after, now));
  }

  private static boolean hasActed(SchedulePlan plan) {
    return plan instanceof SchedulePlan.Make
        || plan instanceof SchedulePlan.Skip
        || plan instanceof SchedulePlan.Miss;
  }

  private UpdateControl<BackupSchedule> next(
      SchedulePlan plan, BackupScheduleStatus after, Instant now) {
    if (hasActed(plan) || plan instanceof SchedulePlan.Begin) {
      return again(Duration.ZERO);
    }
    if (plan instanceof SchedulePlan.Refused) {
      return again(tools.settings().pauses().lookAgainMax());
    }
    if (plan instanceof SchedulePlan.Spread spread) {
      return again(Duration.between(now, spread.start()));
    }
    return after.nextScheduleTime == null
        ? UpdateControl.noUpdate()
        : again(Duration.between(now, Times.parse(after.nextScheduleTime)));
  }

  /** Not much later in any case: the timer does not see that somebody has set the clock. */
  private UpdateControl<BackupSchedule> again(Duration after) {
    Duration most = tools.settings().resync();
    Duration pause = after.compareTo(most) > 0 ? most : after;
    return UpdateControl.<BackupSchedule>noUpdate().rescheduleAfter(Math.max(1, pause.toMillis()));
  }
}
