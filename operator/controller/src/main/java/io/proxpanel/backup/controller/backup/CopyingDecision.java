package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.CopyingStatus;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Places;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.settings.Settings;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides about copies that a Backup's own Job could not make: sync Jobs make them from a good
 * copy, with growing pauses, until they are there or it is given up. Pure but for the clock of the
 * conditions.
 */
final class CopyingDecision {
  private final Settings settings;
  private final Conditions conditions;

  CopyingDecision(Settings settings, Conditions conditions) {
    this.settings = settings;
    this.conditions = conditions;
  }

  /** The destinations that do not have the file and could. */
  static List<Destination> missing(StoredResource backup) {
    return missing(backup.getSpec(), backup.getStatus());
  }

  private static List<Destination> missing(StoredSpec spec, StoredStatus status) {
    return spec.destinations().stream().filter(each -> isMissing(status, each.name())).toList();
  }

  private static boolean isMissing(StoredStatus status, String name) {
    return status
        .destination(name)
        .filter(each -> !DestinationStatus.STORED.equals(each.state()))
        .filter(each -> each.failure() == null || canComeToBe(each.failure()))
        .isPresent();
  }

  private static boolean canComeToBe(FailureStatus failure) {
    return Stream.of(ErrorCode.values())
        .filter(code -> failure != null && code.name().equals(failure.code()))
        .findFirst()
        .map(ErrorCode::retryable)
        .orElse(true);
  }

  /** Whether the agent of a recorded sync Job has to be looked at. */
  static boolean isUnderWay(StoredResource backup) {
    CopyingStatus copying = backup.getStatus() == null ? null : backup.getStatus().copying;
    return copying != null && copying.job() != null && copying.nextTime() == null;
  }

  /** The plan. */
  CopyingPlan decide(StoredResource backup, AgentState agent, Instant now) {
    StoredStatus status = backup.getStatus();
    if (status == null || status.phase == null || !status.phase.isGood()) {
      return new CopyingPlan.Nothing();
    }
    if (isUnderWay(backup) && !missing(backup).isEmpty()) {
      return underWay(backup, agent, now);
    }
    if (!Places.added(backup).isEmpty()) {
      return begin(backup, now);
    }
    if (missing(backup).isEmpty()) {
      return new CopyingPlan.Nothing();
    }
    CopyingStatus copying = status.copying;
    if (copying == null) {
      return settings.copying().attempts() == 0
          ? new CopyingPlan.Nothing()
          : later(backup, Times.parse(status.completionTime));
    }
    if (copying.nextTime() == null) {
      return new CopyingPlan.Nothing();
    }
    Instant next = Times.parse(copying.nextTime());
    return next.isAfter(now)
        ? new CopyingPlan.Sleep(Duration.between(now, next))
        : record(backup, copying.attempts() + 1);
  }

  private CopyingPlan underWay(StoredResource backup, AgentState agent, Instant now) {
    int attempt = backup.getStatus().copying.attempts();
    if (agent instanceof AgentState.Missing) {
      return new CopyingPlan.Create(attempt);
    }
    if (agent instanceof AgentState.Ended ended) {
      return settled(backup, ended.result(), ended.result().failure(), now);
    }
    if (agent instanceof AgentState.Lost lost) {
      Duration deadline = JobLimits.deadline(backup.getSpec().jobTemplate(), settings.agent());
      return settled(
          backup, lost.last().orElse(null), Losses.failure(lost, deadline, Optional.empty()), now);
    }
    // Waiting, at work, held back, or the name is taken: the watch or the time brings it back.
    return new CopyingPlan.Sleep(settings.pauses().lookAgainMax());
  }

  /** The plan when there is no Job and cannot be one now. */
  CopyingPlan refused(StoredResource backup, Failure failure, Instant now) {
    return settled(backup, null, failure, now);
  }

  private CopyingPlan later(StoredResource backup, Instant since) {
    StoredStatus after = StatusCopy.of(backup);
    Instant next = since.plus(settings.copying().after(0));
    after.copying = new CopyingStatus(0, Times.text(next), null, null);
    told(backup, after);
    return new CopyingPlan.Write(after, List.of());
  }

  /** Copies to destinations that are new are made at once, whatever came of those before. */
  private CopyingPlan begin(StoredResource backup, Instant now) {
    StoredStatus after = StatusCopy.of(backup);
    List<Destination> added = Places.added(backup);
    after.destinations =
        Stream.concat(
                after.destinations.stream(),
                added.stream().map(each -> StoredResult.pending(each.name(), now)))
            .toList();
    StoredResult.summarise(after, backup.getSpec());
    int before = after.copying == null ? 0 : after.copying.attempts();
    boolean tries = settings.copying().attempts() > 0;
    after.copying =
        new CopyingStatus(
            before, tries ? Times.text(now) : null, null, before == 0 ? null : before);
    told(backup, after);
    return new CopyingPlan.Write(
        after,
        added.stream()
            .map(
                each ->
                    Note.normal(
                        EventReason.DestinationAdded,
                        "The destination \"%s\" was added: it gets the file from those that have it."
                            .formatted(each.name())))
            .toList());
  }

  private CopyingPlan record(StoredResource backup, int attempt) {
    StoredStatus after = StatusCopy.of(backup);
    after.copying =
        new CopyingStatus(
            attempt, null, jobName(backup, attempt), backup.getStatus().copying.before());
    return new CopyingPlan.Write(after, List.of());
  }

  private CopyingPlan settled(
      StoredResource backup, TaskResult result, Failure failure, Instant now) {
    StoredStatus after = StatusCopy.of(backup);
    List<Note> notes = new ArrayList<>();
    List<String> missing = missing(backup).stream().map(Destination::name).toList();
    after.destinations =
        after.destinations.stream()
            .map(
                each ->
                    missing.contains(each.name())
                        ? settled(backup, each, result, failure, now)
                        : each)
            .toList();
    StoredResult.summarise(after, backup.getSpec());
    int counted = backup.getStatus().copying.counted();
    boolean more =
        !missing(backup.getSpec(), after).isEmpty() && counted < settings.copying().attempts();
    after.copying =
        backup
            .getStatus()
            .copying
            .until(more ? Times.text(now.plus(settings.copying().after(counted))) : null);
    told(backup, after);
    for (DestinationStatus each : after.destinations) {
      if (missing.contains(each.name()) && DestinationStatus.STORED.equals(each.state())) {
        notes.add(
            Note.normal(
                EventReason.CopyStored,
                "The destination \"%s\" has the file now: %s."
                    .formatted(each.name(), each.location())));
      }
    }
    if (!more) {
      StoredResult.missing(after)
          .forEach(
              sentence ->
                  notes.add(
                      Note.warning(EventReason.CopyMissing, sentence + " " + givenUp(after))));
    }
    return new CopyingPlan.Write(after, notes);
  }

  private DestinationStatus settled(
      StoredResource backup,
      DestinationStatus before,
      TaskResult result,
      Failure failure,
      Instant now) {
    Optional<DestinationResult> there =
        Optional.ofNullable(result).map(TaskResult::destinations).stream()
            .flatMap(List::stream)
            .filter(each -> before.name().equals(each.name()))
            .findFirst();
    int attempts = Optional.ofNullable(before.attempts()).orElse(0) + 1;
    Destination destination =
        backup.getSpec().destinations().stream()
            .filter(each -> before.name().equals(each.name()))
            .findFirst()
            .orElseThrow();
    if (there.filter(each -> DestinationResult.STORED.equals(each.state())).isPresent()) {
      return StoredResult.stored(destination, backup.getStatus(), there.get(), attempts, now);
    }
    Failure why =
        FailureText.at(
            destination, inWords(backup, there.map(DestinationResult::failure).orElse(failure)));
    return StoredResult.failed(destination, why, attempts, before.time());
  }

  private static Failure inWords(StoredResource backup, Failure failure) {
    Failure known =
        failure == null
            ? new Failure(ErrorCode.AgentLost, "The Job ended before the file was there.")
            : failure;
    return new Failure(
        known.code(),
        AgentTasks.sync(
                Owner.of(backup), backup.getStatus(), Places.holding(backup), missing(backup))
            .mounts()
            .inWords(known.message()));
  }

  private void told(StoredResource backup, StoredStatus after) {
    StoredResult.conclude(after, conditions, next(after), backup.getMetadata().getGeneration());
  }

  private String next(StoredStatus after) {
    if (after.copying.nextTime() == null) {
      return givenUp(after);
    }
    return "Attempt %d of %d to copy it follows at %s."
        .formatted(
            after.copying.counted() + 1,
            settings.copying().attempts(),
            Times.ofDay(Times.parse(after.copying.nextTime())));
  }

  private static String givenUp(StoredStatus after) {
    int tried = after.copying.counted();
    String end = tried == 0 ? "It is not tried" : "It is not tried again, after %s";
    return (end + ": bring it there by hand, or make another Backup.")
        .formatted(Sentences.count(tried, "attempt"));
  }

  static String jobName(StoredResource backup, int attempt) {
    return JobNames.of(backup.getMetadata().getName(), Verb.SYNC, attempt);
  }
}
