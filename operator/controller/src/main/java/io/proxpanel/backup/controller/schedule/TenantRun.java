package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.TenantRunStatus;
import io.proxpanel.backup.api.v1.TenantRunStatus.State;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a due time of a schedule that backs up tenants to its end: finds out which tenants there
 * are, makes a Backup of each, and sums up how those ended. Where it is stands in the schedule's
 * status; each step can be done twice without harm.
 */
final class TenantRun {
  private static final int MOST_REFUSED_IN_STATUS = 20;
  private static final int MOST_REFUSED_TOLD = 5;

  private final Tools tools;
  private final Discovery discovery;

  TenantRun(Tools tools) {
    this.tools = tools;
    this.discovery = new Discovery(tools);
  }

  /**
   * What a pass came to.
   *
   * @param status where the run is now
   * @param notes what is told
   * @param end how it ended, in the pass in which it does
   * @param again when to look again, where nothing else wakes the schedule
   */
  record Outcome(
      TenantRunStatus status, List<Note> notes, Optional<End> end, Optional<Duration> again) {
    Outcome {
      notes = List.copyOf(notes);
    }
  }

  /**
   * How a run ended.
   *
   * @param good whether every tenant has a good backup
   * @param verdict what that means for the schedule's health
   * @param failure why the first one failed, where one did
   */
  record End(boolean good, Verdict verdict, Optional<FailureStatus> failure) {}

  /** What status says when a due time has come. */
  static TenantRunStatus begin(Instant due) {
    TenantRunStatus run = new TenantRunStatus();
    run.dueTime = Times.text(due);
    run.state = State.Discovering;
    run.attempt = 1;
    run.summary = "looking for tenants";
    return run;
  }

  /** Whether the tenants of a due time are being looked for. */
  static boolean isSearching(BackupSchedule schedule) {
    return state(schedule).filter(State.Discovering::equals).isPresent();
  }

  /** Whether a due time has not come to its end. */
  static boolean isUnderWay(BackupSchedule schedule) {
    return isSearching(schedule) || state(schedule).filter(State.Running::equals).isPresent();
  }

  /** Ends the search of a due time whose place another one takes. */
  void abandon(BackupSchedule schedule) {
    TenantRunStatus run = schedule.getStatus().tenants;
    discovery.stop(schedule, Times.parse(run.dueTime), run.attempt);
  }

  /** One pass; only for a run that is under way. */
  Outcome pass(
      BackupSchedule schedule, ScheduleObservation seen, KubernetesClient client, Instant now) {
    TenantRunStatus run = StatusCopy.of(schedule.getStatus().tenants, TenantRunStatus.class);
    run.waitingFor = null;
    try {
      return run.state == State.Running
          ? running(schedule, run, seen, client)
          : discovering(schedule, run, client, now);
    } catch (KubernetesClientException e) {
      return denied(schedule, ApiErrors.missingPermission(e).orElseThrow(() -> e));
    }
  }

  private Outcome denied(BackupSchedule schedule, String permission) {
    TenantRunStatus run = StatusCopy.of(schedule.getStatus().tenants, TenantRunStatus.class);
    boolean told = permission.equals(run.waitingFor);
    run.waitingFor = permission;
    return goesOn(
        run,
        told ? List.of() : List.of(Note.warning(EventReason.PermissionMissing, permission)),
        Optional.of(tools.settings().pauses().lookAgainMax()));
  }

  private Outcome discovering(
      BackupSchedule schedule, TenantRunStatus run, KubernetesClient client, Instant now) {
    if (Boolean.TRUE.equals(schedule.getSpec().suspend())) {
      abandon(schedule);
      run.state = State.Stopped;
      run.summary = "stopped: the schedule was suspended";
      return goesOn(run, List.of(), Optional.empty());
    }
    if (run.nextAttemptTime != null && now.isBefore(Times.parse(run.nextAttemptTime))) {
      run.waitingFor = schedule.getStatus().tenants.waitingFor;
      return goesOn(
          run, List.of(), Optional.of(Duration.between(now, Times.parse(run.nextAttemptTime))));
    }
    run.nextAttemptTime = null;
    Discovery.Answer answer = discovery.ask(schedule, Times.parse(run.dueTime), run.attempt);
    if (answer instanceof Discovery.Answer.Fails fails) {
      return failed(schedule, run, fails.failure(), now);
    }
    if (answer instanceof Discovery.Answer.Found found) {
      return make(schedule, run, found, client);
    }
    run.waitingFor = ((Discovery.Answer.Waits) answer).what().orElse(null);
    return goesOn(run, List.of(), Optional.of(tools.settings().pauses().lookAgain()));
  }

  private Outcome failed(
      BackupSchedule schedule, TenantRunStatus run, Failure failure, Instant now) {
    int most = JobLimits.attempts(schedule.getSpec().backup().jobTemplate());
    String why = Sentences.sentence(failure.message());
    if (failure.code().retryable() && run.attempt < most) {
      Duration pause = tools.settings().pauses().afterAttempt(run.attempt);
      run.waitingFor =
          "Attempt %d of %d to find out the tenants has failed: %s"
              .formatted(run.attempt, most, why);
      run.attempt++;
      run.nextAttemptTime = Times.text(now.plus(pause));
      return goesOn(
          run,
          List.of(Note.warning(EventReason.AttemptFailed, run.waitingFor)),
          Optional.of(pause));
    }
    run.state = State.Failed;
    run.summary = "tenants not found out";
    String message = "The tenants could not be found out, and none is backed up: " + why;
    return ended(
        run,
        List.of(),
        new End(
            false,
            Verdict.no(Reason.DiscoveryFailed, message),
            Optional.of(new FailureStatus(failure.code().name(), failure.message()))));
  }

  private Outcome make(
      BackupSchedule schedule,
      TenantRunStatus run,
      Discovery.Answer.Found found,
      KubernetesClient client) {
    Instant due = Times.parse(run.dueTime);
    List<String> refused = new ArrayList<>();
    for (String slug : found.tenants()) {
      TenantName.problem(slug)
          .or(() -> ScheduleActions.make(ScheduledBackup.of(schedule, due, slug), client))
          .ifPresent(problem -> refused.add(TenantName.inWords(slug) + " (" + problem + ")"));
    }
    List<Note> notes = new ArrayList<>();
    found.warnings().forEach(each -> notes.add(Note.warning(EventReason.Warning, each)));
    refused.stream()
        .limit(MOST_REFUSED_TOLD)
        .forEach(
            each ->
                notes.add(
                    Note.warning(
                        EventReason.TenantRefused, "Tenant " + each + " cannot be backed up.")));
    notes.add(
        Note.normal(
            EventReason.TenantsFound,
            "%s found, %s made."
                .formatted(
                    Sentences.count(found.tenants().size(), "tenant"),
                    Sentences.count(found.tenants().size() - refused.size(), "Backup"))));
    run.found = found.tenants().size();
    run.succeeded = 0;
    run.failed = 0;
    run.refused = refused.size();
    run.refusedTenants = refused.stream().limit(MOST_REFUSED_IN_STATUS).toList();
    run.summary = TenantTally.summary(run);
    if (found.tenants().isEmpty()) {
      run.state = State.Done;
      return ended(
          run,
          notes,
          new End(
              false,
              Verdict.no(
                  Reason.NoTenants,
                  "The database \"%s\" has no tenants to back up: check tenants.discover."
                      .formatted(schedule.getSpec().backup().database().name())),
              Optional.empty()));
    }
    run.state = State.Running;
    return goesOn(run, notes, Optional.of(Duration.ZERO));
  }

  private Outcome running(
      BackupSchedule schedule,
      TenantRunStatus run,
      ScheduleObservation seen,
      KubernetesClient client) {
    Instant due = Times.parse(run.dueTime);
    TenantTally tally = TenantTally.of(seen.of(Backup.class), due);
    if (tally.active() == 0 && tally.there() < run.found - run.refused) {
      // Deleted by somebody, or not shown by the watch yet: the API server knows.
      tally = TenantTally.of(list(schedule, client), due);
    }
    tally.into(run);
    if (tally.active() > 0) {
      return goesOn(run, List.of(), Optional.empty());
    }
    run.state = State.Done;
    boolean good = tally.isGood(run);
    String words = tally.inWords(run);
    Verdict verdict =
        good ? Verdict.yes(Reason.BackupStored, words) : Verdict.no(Reason.BackupFailed, words);
    return ended(run, List.of(), new End(good, verdict, tally.failure()));
  }

  private static List<Backup> list(BackupSchedule schedule, KubernetesClient client) {
    return client
        .resources(Backup.class)
        .inNamespace(schedule.getMetadata().getNamespace())
        .withLabel(ScheduleLabels.SCHEDULE, schedule.getMetadata().getName())
        .list()
        .getItems();
  }

  private static Outcome goesOn(TenantRunStatus run, List<Note> notes, Optional<Duration> again) {
    return new Outcome(run, notes, Optional.empty(), again);
  }

  private static Outcome ended(TenantRunStatus run, List<Note> notes, End end) {
    List<Note> all = new ArrayList<>(notes);
    all.add(
        new Note(
            !end.good(),
            run.state == State.Done ? EventReason.TenantsDone : EventReason.BackupFailed,
            end.verdict().message()));
    // Retention has waited for this.
    return new Outcome(run, all, Optional.of(end), Optional.of(Duration.ZERO));
  }

  private static Optional<State> state(BackupSchedule schedule) {
    return Optional.ofNullable(schedule.getStatus())
        .map(status -> status.tenants)
        .map(run -> run.state);
  }
}
