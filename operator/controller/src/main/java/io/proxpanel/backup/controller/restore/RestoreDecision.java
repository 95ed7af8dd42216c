package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.database.DatabaseGate;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Attempts;
import io.proxpanel.backup.controller.status.Look;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.time.Instant;

/** Decides what to do about a Restore. Pure: the same arguments give the same plan. */
final class RestoreDecision {
  private final Settings settings;
  private final RestoreFailures failures;

  RestoreDecision(Settings settings) {
    this.settings = settings;
    this.failures = new RestoreFailures(settings);
  }

  /** What has to be looked at for this Restore now. */
  Look look(Restore restore, Instant now) {
    return Attempts.of(restore.getStatus()).look(now);
  }

  /** The plan. */
  RestorePlan decide(Restore restore, RestoreObservation seen, Instant now) {
    Attempts attempts = Attempts.of(restore.getStatus());
    if (attempts.isOver()) {
      return new RestorePlan.Nothing();
    }
    if (attempts.isUnderWay()) {
      return underWay(restore, attempts, seen, now);
    }
    if (!attempts.isDue(now)) {
      return new RestorePlan.Sleep(Duration.between(now, attempts.next()));
    }
    if (seen.source() instanceof Sources.Finding.Never never) {
      return new RestorePlan.Fail(never.failure(), now);
    }
    if (seen.source() instanceof Sources.Finding.NotYet notYet) {
      return new RestorePlan.Wait(notYet.reason(), notYet.message(), pause(restore, now));
    }
    if (!seen.gaps().isEmpty()) {
      Gap gap = seen.gaps().get(0);
      return new RestorePlan.Wait(gap.reason(), gap.message(), pause(restore, now));
    }
    return new RestorePlan.Start(attempts.count() + 1);
  }

  /** The plan when the gate does not let the Restore at its database. */
  RestorePlan blocked(Restore restore, DatabaseGate.Answer.Blocked answer) {
    String namespace = restore.getMetadata().getNamespace();
    return new RestorePlan.Wait(
        Reason.DatabaseInUse,
        "waiting for %s, which works on the same database".formatted(answer.inWords(namespace)),
        settings.pauses().lookAgain());
  }

  /** The plan when the Job of a recorded attempt was refused. */
  RestorePlan refused(Restore restore, Reason reason, String message, Instant now) {
    return new RestorePlan.Withdraw(reason, message, pause(restore, now));
  }

  /** The plan when the Job's name belongs to somebody else. */
  RestorePlan foreign(Restore restore, Instant now) {
    String job = jobName(restore, restore.getStatus().attempts);
    return refused(restore, Reason.JobRefused, Losses.nameTaken(job, "Restore"), now);
  }

  /** The plan when the Job of a recorded attempt is there. */
  RestorePlan created(Restore restore, int attempt) {
    return running(restore, jobName(restore, attempt));
  }

  private RestorePlan underWay(
      Restore restore, Attempts attempts, RestoreObservation seen, Instant now) {
    AgentState agent = seen.agent();
    boolean released = attempts.phase() == Phase.Running;
    String job = jobName(restore, attempts.count());
    if (agent instanceof AgentState.Missing) {
      return released
          ? failures.lost(restore, attempts, seen.source(), Losses.deleted(job), now)
          : create(restore, attempts, seen.source(), now);
    }
    if (agent instanceof AgentState.Foreign) {
      return released
          ? failures.lost(restore, attempts, seen.source(), Losses.deleted(job), now)
          : foreign(restore, now);
    }
    if (agent instanceof AgentState.Suspended) {
      return released
          ? new RestorePlan.Release(attempts.count())
          : created(restore, attempts.count());
    }
    if (agent instanceof AgentState.Waiting waiting && waiting.problem().isPresent()) {
      return new RestorePlan.Follow(Reason.PodNotStarting, waiting.problem().get());
    }
    if (agent instanceof AgentState.Waiting || agent instanceof AgentState.Working) {
      return running(restore, job);
    }
    if (agent instanceof AgentState.Ended ended) {
      return ended(restore, attempts, seen.source(), ended, now);
    }
    AgentState.Lost lost = (AgentState.Lost) agent;
    return failures.lost(restore, attempts, seen.source(), lost, now);
  }

  private RestorePlan create(
      Restore restore, Attempts attempts, Sources.Finding source, Instant now) {
    if (source instanceof Sources.Finding.Found found) {
      return new RestorePlan.Create(attempts.count(), found.source());
    }
    // Nothing ran yet, so the attempt can still be taken back.
    if (source instanceof Sources.Finding.NotYet notYet) {
      return refused(restore, notYet.reason(), notYet.message(), now);
    }
    return new RestorePlan.Fail(((Sources.Finding.Never) source).failure(), now);
  }

  private static RestorePlan.Follow running(Restore restore, String job) {
    return new RestorePlan.Follow(
        Reason.Running,
        "The Job \"%s\" restores into %s.".formatted(job, restore.getStatus().into));
  }

  private RestorePlan ended(
      Restore restore,
      Attempts attempts,
      Sources.Finding source,
      AgentState.Ended ended,
      Instant now) {
    Instant at = Times.past(ended.at(), now);
    if (ended.isSuccess()) {
      return new RestorePlan.Succeed(ended.result(), at);
    }
    return failures.failed(restore, attempts, source, ended.result(), at);
  }

  static String jobName(Restore restore, int attempt) {
    Verb verb = restore.getSpec().source().keptDatabase() == null ? Verb.RESTORE : Verb.SWAP_BACK;
    return JobNames.of(restore.getMetadata().getName(), verb, attempt);
  }

  private Duration pause(Restore restore, Instant now) {
    Instant created = Times.parse(restore.getMetadata().getCreationTimestamp());
    return settings.pauses().whileMissing(Duration.between(created, now));
  }

  /** How many attempts there can be at most. */
  static int most(Restore restore) {
    return JobLimits.attempts(restore.getSpec().jobTemplate());
  }
}
