package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
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

/** Decides what to do about a backup. Pure: the same arguments give the same plan. */
final class BackupDecision<R extends StoredResource> {
  private final Settings settings;
  private final BackupKind<R> kind;

  BackupDecision(Settings settings, BackupKind<R> kind) {
    this.settings = settings;
    this.kind = kind;
  }

  /** What has to be looked at for this Backup now. */
  Look look(R backup, Instant now) {
    return isNew(backup) ? Look.NOTHING : Attempts.of(backup.getStatus()).look(now);
  }

  /** The plan. */
  BackupPlan decide(R backup, BackupObservation seen, Instant now) {
    Attempts attempts = Attempts.of(backup.getStatus());
    if (attempts.isOver()) {
      return new BackupPlan.Nothing();
    }
    if (isNew(backup)) {
      return PathRules.badFolders(backup.getSpec().destinations())
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
  BackupPlan withoutSettings(R backup, Optional<BackupSchedule> schedule, Instant now) {
    ScheduleRef ref = backup.getSpec().fromSchedule();
    return schedule
        .map(there -> kind.settings(backup, there, now))
        .orElseGet(
            () ->
                new BackupPlan.Wait(
                    Reason.ScheduleMissing,
                    "waiting for BackupSchedule \"%s\": it does not exist".formatted(ref.name()),
                    pause(backup, now)));
  }

  /** The plan when the Job of a recorded attempt was refused. */
  BackupPlan refused(R backup, Reason reason, String message, Instant now) {
    return new BackupPlan.Withdraw(reason, message, pause(backup, now));
  }

  /** The plan when the Job's name belongs to somebody else. */
  BackupPlan foreign(R backup, Instant now) {
    String job = jobName(backup, backup.getStatus().attempts);
    return refused(backup, Reason.JobRefused, Losses.nameTaken(job, backup.getKind()), now);
  }

  /** The plan when the Job of a recorded attempt is there. */
  BackupPlan created(R backup, int attempt) {
    return running(backup, jobName(backup, attempt));
  }

  private boolean isNew(R backup) {
    return backup.getStatus() == null || backup.getStatus().fileName == null;
  }

  private BackupPlan underWay(R backup, Attempts attempts, AgentState agent, Instant now) {
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

  private BackupPlan.Follow running(R backup, String job) {
    return new BackupPlan.Follow(Reason.Running, kind.running(backup, job));
  }

  private BackupPlan ended(R backup, Attempts attempts, AgentState.Ended ended, Instant now) {
    TaskResult result = ended.result();
    if (ended.isSuccess() || hasCopy(result)) {
      return new BackupPlan.Succeed(result, Times.past(ended.at(), now));
    }
    return failed(backup, attempts, result.failure(), Times.past(ended.at(), now), result);
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

  private BackupPlan failed(R backup, Attempts attempts, Failure failure, Instant at) {
    return failed(backup, attempts, failure, at, null);
  }

  private BackupPlan failed(
      R backup, Attempts attempts, Failure failure, Instant at, TaskResult result) {
    Failure told = kind.told(backup, failure);
    if (failure.code() == ErrorCode.FileNameTaken) {
      return new BackupPlan.Rename(told);
    }
    if (failure.code().retryable() && attempts.count() < most(backup)) {
      return new BackupPlan.Retry(told, at.plus(settings.pauses().afterAttempt(attempts.count())));
    }
    return new BackupPlan.Fail(told, at, result);
  }

  private String jobName(R backup, int attempt) {
    return jobName(backup, kind.verb(), attempt);
  }

  static String jobName(StoredResource backup, Verb verb, int attempt) {
    return JobNames.of(backup.getMetadata().getName(), verb, attempt);
  }

  /** How many attempts there can be at most. */
  static int most(StoredResource backup) {
    return JobLimits.attempts(backup.getSpec().jobTemplate());
  }

  private Duration pause(R backup, Instant now) {
    return settings.pauses().whileMissing(Times.age(backup, now));
  }
}
