package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.database.DatabaseGate;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.PathRules;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Look;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what to do about a Backup. Pure: the same arguments give the same plan. */
final class BackupDecision {
  private final Settings settings;

  BackupDecision(Settings settings) {
    this.settings = settings;
  }

  /** What has to be looked at for this Backup now. */
  Look look(Backup backup, Instant now) {
    return isNew(backup) ? Look.NOTHING : Attempts.of(backup.getStatus()).look(now);
  }

  /** The plan. */
  BackupPlan decide(Backup backup, BackupObservation seen, Instant now) {
    Attempts attempts = Attempts.of(backup.getStatus());
    if (attempts.isOver()) {
      return new BackupPlan.Nothing();
    }
    if (isNew(backup)) {
      return invalid(backup.getSpec())
          .<BackupPlan>map(failure -> new BackupPlan.Fail(failure, now))
          .orElseGet(BackupPlan.Accept::new);
    }
    if (attempts.isUnderWay()) {
      return underWay(backup, attempts, seen.agent(), now);
    }
    if (!attempts.isDue(now)) {
      return new BackupPlan.Sleep(Duration.between(now, attempts.next()));
    }
    if (!seen.gaps().isEmpty()) {
      Gap gap = seen.gaps().get(0);
      return new BackupPlan.Wait(gap.reason(), gap.message(), pause(backup, now));
    }
    return new BackupPlan.Start(attempts.count() + 1);
  }

  /**
   * The plan for a Backup that takes its settings from a schedule and has none yet.
   *
   * @param schedule the schedule, or empty when it does not exist
   */
  BackupPlan withoutSettings(Backup backup, Optional<BackupSchedule> schedule, Instant now) {
    ScheduleRef ref = backup.getSpec().fromSchedule();
    return schedule
        .map(there -> settingsOf(there, backup, ref, now))
        .orElseGet(
            () ->
                new BackupPlan.Wait(
                    Reason.ScheduleMissing,
                    "waiting for BackupSchedule \"%s\": it does not exist".formatted(ref.name()),
                    pause(backup, now)));
  }

  private static BackupPlan settingsOf(
      BackupSchedule schedule, Backup backup, ScheduleRef ref, Instant now) {
    String tenant = backup.getSpec().tenant();
    BackupSpec settings = schedule.getSpec().backup().with(ref);
    if (tenant != null) {
      return new BackupPlan.TakeSettings(ref.name(), settings.withTenant(tenant));
    }
    return schedule.getSpec().tenants() == null
        ? new BackupPlan.TakeSettings(ref.name(), settings)
        : new BackupPlan.Fail(
            new Failure(
                ErrorCode.TaskInvalid,
                ("BackupSchedule \"%s\" makes one Backup for each tenant: create a Backup with"
                        + " fromSchedule and tenant, or one with settings of its own.")
                    .formatted(ref.name())),
            now);
  }

  /** The plan when others have to leave the database first. */
  BackupPlan blocked(Backup backup, DatabaseGate.Answer.Blocked answer) {
    String namespace = backup.getMetadata().getNamespace();
    return new BackupPlan.Wait(
        Reason.DatabaseBeingRestored,
        "waiting for %s, which replaces the database \"%s\""
            .formatted(answer.inWords(namespace), backup.getSpec().database().name()),
        settings.pauses().lookAgain());
  }

  /**
   * The plan when there is no place. Whoever is far behind looks less and less often: it is woken
   * when its turn comes.
   */
  BackupPlan queued(Backup backup, DatabaseGate.Answer.Queued answer, Instant now) {
    boolean all = answer.limit() == DatabaseGate.Limit.ALL;
    int most = all ? settings.maxBackupJobs() : settings.maxBackupJobsPerDatabase();
    return new BackupPlan.Wait(
        all ? Reason.TooManyBackups : Reason.TooManyBackupsOfDatabase,
        (all ? QueueText.forAll(most) : QueueText.forDatabase(backup.getSpec().database(), most))
            + QueueText.before(answer.before()),
        answer.before() < most ? settings.pauses().lookAgain() : pause(backup, now));
  }

  /** The plan when the Job of a recorded attempt was refused. */
  BackupPlan refused(Backup backup, Reason reason, String message, Instant now) {
    return new BackupPlan.Withdraw(reason, message, pause(backup, now));
  }

  /** The plan when the Job's name belongs to somebody else. */
  BackupPlan foreign(Backup backup, Instant now) {
    String job = jobName(backup, backup.getStatus().attempts);
    return refused(backup, Reason.JobRefused, Losses.nameTaken(job, "Backup"), now);
  }

  /** The plan when the Job of a recorded attempt is there. */
  BackupPlan created(Backup backup, int attempt) {
    return running(backup, jobName(backup, attempt));
  }

  private static boolean isNew(Backup backup) {
    return backup.getStatus() == null || backup.getStatus().fileName == null;
  }

  /** What the schema refuses too; here for resources that came past it. */
  private static Optional<Failure> invalid(BackupSpec spec) {
    return PathRules.badFolder(
        spec.destinations().stream()
            .filter(each -> each.local() != null && each.local().path() != null)
            .map(each -> each.local().path())
            .toList(),
        "destinations.local.path");
  }

  private BackupPlan underWay(Backup backup, Attempts attempts, AgentState agent, Instant now) {
    String job = jobName(backup, attempts.count());
    if (agent instanceof AgentState.Missing) {
      return attempts.phase() == Phase.Running
          ? failed(backup, attempts, Losses.deleted(job), now)
          : new BackupPlan.Create(attempts.count());
    }
    if (agent instanceof AgentState.Foreign) {
      return foreign(backup, now);
    }
    if (agent instanceof AgentState.Suspended) {
      return new BackupPlan.Follow(Reason.PodNotStarting, Losses.suspended(job));
    }
    if (agent instanceof AgentState.Waiting waiting) {
      return waiting
          .problem()
          .map(problem -> new BackupPlan.Follow(Reason.PodNotStarting, problem))
          .orElse(running(backup, job));
    }
    if (agent instanceof AgentState.Working) {
      return running(backup, job);
    }
    if (agent instanceof AgentState.Ended ended) {
      return ended(backup, attempts, ended, now);
    }
    AgentState.Lost lost = (AgentState.Lost) agent;
    if (lost.last().filter(BackupDecision::hasCopy).isPresent()) {
      return new BackupPlan.Succeed(lost.last().get(), Times.past(lost.at(), now));
    }
    Failure failure =
        Losses.failure(
            lost,
            JobLimits.deadline(backup.getSpec().jobTemplate(), settings.agent()),
            Conditions.notStarted(backup.getStatus().conditions, Conditions.SUCCEEDED));
    return failed(backup, attempts, failure, Times.past(lost.at(), now));
  }

  private static BackupPlan.Follow running(Backup backup, String job) {
    return new BackupPlan.Follow(
        Reason.Running,
        "The Job \"%s\" backs up the database \"%s\"."
            .formatted(job, backup.getSpec().database().name()));
  }

  private BackupPlan ended(Backup backup, Attempts attempts, AgentState.Ended ended, Instant now) {
    TaskResult result = ended.result();
    if (ended.isSuccess() || hasCopy(result)) {
      return new BackupPlan.Succeed(result, Times.past(ended.at(), now));
    }
    return failed(backup, attempts, result.failure(), Times.past(ended.at(), now));
  }

  /**
   * Whether a proven file is somewhere, however the agent ended: it says so only when a copy has
   * its name, and may have been stopped while it was at another one.
   */
  private static boolean hasCopy(TaskResult result) {
    return result.file() != null
        && result.destinations().stream()
            .anyMatch(each -> TaskResult.DestinationResult.STORED.equals(each.state()));
  }

  private BackupPlan failed(Backup backup, Attempts attempts, Failure failure, Instant at) {
    Failure told = told(backup, failure);
    if (failure.code() == ErrorCode.FileNameTaken) {
      return new BackupPlan.Rename(told);
    }
    if (failure.code().retryable() && attempts.count() < most(backup)) {
      return new BackupPlan.Retry(told, at.plus(settings.pauses().afterAttempt(attempts.count())));
    }
    return new BackupPlan.Fail(told, at);
  }

  static Failure told(Backup backup, Failure failure) {
    BackupSpec spec = backup.getSpec();
    return FailureText.told(
        failure,
        AgentTasks.backup(Owner.of(backup), "", spec, backup.getStatus().fileName).mounts(),
        spec.database());
  }

  static String jobName(Backup backup, int attempt) {
    return JobNames.of(backup.getMetadata().getName(), Verb.BACKUP, attempt);
  }

  /** How many attempts there can be at most. */
  static int most(Backup backup) {
    return JobLimits.attempts(backup.getSpec().jobTemplate());
  }

  private Duration pause(Backup backup, Instant now) {
    Instant created = Times.parse(backup.getMetadata().getCreationTimestamp());
    return settings.pauses().whileMissing(Duration.between(created, now));
  }
}
