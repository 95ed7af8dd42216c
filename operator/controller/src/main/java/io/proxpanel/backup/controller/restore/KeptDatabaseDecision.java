package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.KeptDatabaseStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides about the database that a Restore has replaced: when its time is over a Job drops it, in
 * attempts as those that make copies. Pure: the same arguments give the same plan.
 */
final class KeptDatabaseDecision {
  private final Settings settings;

  KeptDatabaseDecision(Settings settings) {
    this.settings = settings;
  }

  /** Whether the agent of a recorded attempt has to be looked at. */
  static boolean isUnderWay(Restore restore) {
    return kept(restore).filter(each -> each.job() != null && each.nextTime() == null).isPresent();
  }

  /** The plan. */
  KeptDatabasePlan decide(Restore restore, AgentState agent, Instant now) {
    Optional<KeptDatabaseStatus> found = kept(restore);
    if (found.isEmpty()) {
      return new KeptDatabasePlan.Nothing();
    }
    KeptDatabaseStatus kept = found.get();
    if (isUnderWay(restore)) {
      return underWay(restore, kept, agent, now);
    }
    Instant due = Times.parse(kept.nextTime() == null ? kept.until() : kept.nextTime());
    return due.isAfter(now)
        ? new KeptDatabasePlan.Sleep(Duration.between(now, due))
        : record(restore, kept, kept.attempts() + 1);
  }

  /** The plan when there is no Job and cannot be one now. */
  KeptDatabasePlan refused(Restore restore, Failure failure, Instant now) {
    return failed(restore, restore.getStatus().keptDatabase, failure, now);
  }

  private KeptDatabasePlan underWay(
      Restore restore, KeptDatabaseStatus kept, AgentState agent, Instant now) {
    if (agent instanceof AgentState.Missing) {
      return new KeptDatabasePlan.Create(kept.attempts());
    }
    if (agent instanceof AgentState.Ended ended) {
      return ended.isSuccess()
          ? dropped(restore, kept)
          : failed(restore, kept, ended.result().failure(), now);
    }
    if (agent instanceof AgentState.Lost lost) {
      Duration deadline = JobLimits.deadline(restore.getSpec().jobTemplate(), settings.agent());
      return failed(restore, kept, Losses.failure(lost, deadline, Optional.empty()), now);
    }
    // Waiting, at work, held back, or the name is taken: the watch or the time brings it back.
    return new KeptDatabasePlan.Sleep(settings.pauses().lookAgainMax());
  }

  private static KeptDatabasePlan record(Restore restore, KeptDatabaseStatus kept, int attempt) {
    return write(restore, kept.dropping(attempt, jobName(restore, attempt)));
  }

  private static KeptDatabasePlan dropped(Restore restore, KeptDatabaseStatus kept) {
    return write(
        restore,
        kept.ended(KeptDatabaseStatus.State.Dropped, null),
        Note.normal(
            EventReason.KeptDatabaseDropped,
            "The database \"%s\", which this Restore had replaced, was dropped: its time was over."
                .formatted(kept.name())));
  }

  private KeptDatabasePlan failed(
      Restore restore, KeptDatabaseStatus kept, Failure failure, Instant now) {
    String why = Sentences.clause(failure.message());
    if (canComeToBe(failure) && kept.attempts() < settings.copying().attempts()) {
      Instant next = now.plus(settings.copying().after(kept.attempts()));
      return write(restore, kept.again(Times.text(next), why + "."));
    }
    String given =
        "The database \"%s\", which this Restore had replaced, is still there: %s. It is not tried again: drop it by hand."
            .formatted(kept.name(), why);
    return write(
        restore,
        kept.ended(KeptDatabaseStatus.State.Left, given),
        Note.warning(EventReason.KeptDatabaseLeft, given));
  }

  /** Where the agent refuses, it would refuse again. */
  private static boolean canComeToBe(Failure failure) {
    return failure.code() == null
        || failure.code().retryable()
        || failure.code() == ErrorCode.DeadlineExceeded;
  }

  private static KeptDatabasePlan write(Restore restore, KeptDatabaseStatus kept, Note... notes) {
    RestoreStatus after = StatusCopy.of(restore.getStatus(), RestoreStatus.class);
    after.keptDatabase = kept;
    return new KeptDatabasePlan.Write(after, List.of(notes));
  }

  private static Optional<KeptDatabaseStatus> kept(Restore restore) {
    return Optional.ofNullable(restore.getStatus())
        .filter(status -> status.phase == Phase.Succeeded)
        .map(status -> status.keptDatabase)
        .filter(kept -> kept.state() == KeptDatabaseStatus.State.Kept);
  }

  static String jobName(Restore restore, int attempt) {
    return JobNames.of(restore.getMetadata().getName(), Verb.DROP_KEPT, attempt);
  }
}
