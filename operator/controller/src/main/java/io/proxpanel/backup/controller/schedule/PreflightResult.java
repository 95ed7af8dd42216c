package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.PreflightDestination;
import io.proxpanel.backup.api.v1.PreflightStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.AlikePlaces;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.Mounts;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.RestorableText;
import io.proxpanel.backup.controller.status.Sizes;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What a probe has found, as status has it. Pure.
 *
 * @param mounts of the Job, for its sentences
 * @param spec of the Backups
 * @param databaseGap what the login lacks, so that it was not tried
 * @param gap what a destination lacks, so that it was not tried
 * @param newestSize of the newest good backup in bytes, where there is one
 * @param routers spec of the MikrotikBackups, or null
 * @param routersGap what is missing for them, so that they were not tried
 */
record PreflightResult(
    Mounts mounts,
    BackupSpec spec,
    Optional<Gap> databaseGap,
    Function<Destination, Optional<Gap>> gap,
    OptionalLong newestSize,
    MikrotikBackupSpec routers,
    Optional<Gap> routersGap) {
  /** Nothing is known. */
  static final PreflightStatus NOTHING =
      new PreflightStatus(
          null, null, null, null, null, null, null, null, null, null, null, List.of(), null);

  /** What says nothing about the database or a destination. */
  private static final Set<ErrorCode> OF_THE_AGENT =
      EnumSet.of(ErrorCode.Usage, ErrorCode.TaskInvalid, ErrorCode.Internal, ErrorCode.Interrupted);

  /** Another try comes; what the last one found stays until it has ended. */
  static PreflightStatus next(PreflightStatus before, String inputs, String job, int attempt) {
    return standing(before, inputs, job, null, attempt, before.time(), null);
  }

  /** The Job does not work yet. */
  static PreflightStatus waiting(PreflightStatus before, String why) {
    return standing(
        before, before.inputs(), before.job(), why, before.attempts(), before.time(), null);
  }

  /** It could not be tried. */
  static PreflightStatus failed(PreflightStatus before, FailureStatus why) {
    return new PreflightStatus(
        before.inputs(),
        before.job(),
        null,
        before.attempts(),
        before.time(),
        null,
        null,
        null,
        null,
        null,
        why,
        List.of(),
        null);
  }

  /**
   * The try is over.
   *
   * @param next when it is tried again, or null
   */
  static PreflightStatus over(PreflightStatus status, Instant now, Instant next) {
    return standing(
        status,
        status.inputs(),
        null,
        null,
        status.attempts(),
        Times.text(now),
        next == null ? null : Times.text(next));
  }

  /** What was found stays, and how the try stands changes. */
  private static PreflightStatus standing(
      PreflightStatus found,
      String inputs,
      String job,
      String waiting,
      Integer attempts,
      String time,
      String nextTime) {
    return new PreflightStatus(
        inputs,
        job,
        waiting,
        attempts,
        time,
        nextTime,
        found.serverVersion(),
        found.clientVersion(),
        found.databaseBytes(),
        found.database(),
        found.failure(),
        found.destinations(),
        found.routers());
  }

  /** Whether nothing is wrong. */
  static boolean isGood(PreflightStatus status) {
    return isStored(status) && PreflightLogins.isGood(status.routers());
  }

  /** Whether Backups can be made and stored, whatever the routers say. */
  static boolean isStored(PreflightStatus status) {
    return status.failure() == null
        && status.database() == null
        && !status.destinations().isEmpty()
        && status.destinations().stream().allMatch(each -> Boolean.TRUE.equals(each.ready()));
  }

  /**
   * Status after the Job.
   *
   * @param result of the Job, or null when there was nothing that it could have tried
   */
  PreflightStatus of(PreflightStatus before, TaskResult result) {
    Optional<TaskResult> said = Optional.ofNullable(result);
    Optional<TaskResult.Server> server = said.map(TaskResult::database);
    Optional<Failure> failure = said.map(TaskResult::failure);
    Optional<Failure> agents = failure.filter(each -> OF_THE_AGENT.contains(each.code()));
    Optional<Failure> databases =
        failure
            .filter(each -> spec.database() != null)
            .filter(each -> agents.isEmpty() && server.isEmpty() && databaseGap.isEmpty());
    return new PreflightStatus(
        before.inputs(),
        null,
        null,
        before.attempts(),
        before.time(),
        null,
        server.map(TaskResult.Server::serverVersion).orElse(null),
        server.map(TaskResult.Server::clientVersion).orElse(null),
        server.map(TaskResult.Server::sizeBytes).orElse(null),
        databaseGap
            .map(PreflightResult::status)
            .or(() -> databases.map(this::ofDatabase))
            .orElse(null),
        agents.map(each -> status(each.code(), each.message())).orElse(null),
        spec.destinations().stream().map(each -> destination(each, said)).toList(),
        PreflightLogins.of(routers, routersGap, mounts, said.map(TaskResult::logins).orElse(null)));
  }

  /** Whether all that Backups take can come back; empty where that was not found out. */
  Optional<Verdict> restorable(TaskResult result) {
    return Optional.ofNullable(result)
        .map(TaskResult::restorable)
        .map(said -> RestorableText.verdict(said, AgentTasks.leftOut(spec)));
  }

  private FailureStatus ofDatabase(Failure failure) {
    Failure told = FailureText.told(failure, mounts, spec.database());
    return status(told.code(), told.message());
  }

  private static FailureStatus status(Gap gap) {
    return new FailureStatus(gap.reason().name(), gap.message());
  }

  private static FailureStatus status(ErrorCode code, String message) {
    return new FailureStatus(code.name(), message);
  }

  private PreflightDestination destination(Destination destination, Optional<TaskResult> result) {
    String name = destination.name();
    Optional<String> alike = AlikePlaces.before(destination, spec.destinations());
    if (alike.isPresent()) {
      FailureStatus failure = new FailureStatus(Reason.DestinationsAlike.name(), alike.get());
      return new PreflightDestination(name, false, null, failure);
    }
    Optional<DestinationResult> there =
        result.map(TaskResult::destinations).stream()
            .flatMap(List::stream)
            .filter(each -> name.equals(each.name()))
            .findFirst();
    if (there.isEmpty()) {
      FailureStatus lacks = gap.apply(destination).map(PreflightResult::status).orElse(null);
      return new PreflightDestination(name, false, null, lacks);
    }
    Failure failure = there.get().failure();
    if (failure != null) {
      Failure told =
          FailureText.at(
              destination, new Failure(failure.code(), mounts.inWords(failure.message())));
      return new PreflightDestination(name, false, null, status(told.code(), told.message()));
    }
    Long free = there.get().freeBytes();
    FailureStatus full = full(destination, free);
    return new PreflightDestination(name, full == null, free, full);
  }

  private FailureStatus full(Destination destination, Long free) {
    if (free == null || newestSize.isEmpty() || free >= newestSize.getAsLong()) {
      return null;
    }
    return status(
        destination.local() == null ? ErrorCode.DestinationFull : ErrorCode.VolumeFull,
        "it has room for %s, and the newest backup has %s: make room there, or let retention keep less"
            .formatted(Sizes.human(free), Sizes.human(newestSize.getAsLong())));
  }

  /**
   * What is told when it has ended, besides what the condition says.
   *
   * @param before what was found the last time
   */
  List<Note> notes(PreflightStatus before, PreflightStatus status, TaskResult result) {
    List<Note> notes = new ArrayList<>();
    Optional.ofNullable(result).map(TaskResult::warnings).stream()
        .flatMap(List::stream)
        .forEach(each -> notes.add(Note.warning(EventReason.Warning, mounts.inWords(each))));
    PreflightLogins.note(before.routers(), status.routers()).ifPresent(notes::add);
    if (newestSize.isEmpty() && status.databaseBytes() != null) {
      status.destinations().stream()
          .filter(each -> each.freeBytes() != null && each.freeBytes() < status.databaseBytes())
          .forEach(each -> notes.add(Note.warning(EventReason.Warning, small(each, status))));
    }
    return notes;
  }

  private static String small(PreflightDestination destination, PreflightStatus status) {
    return ("The destination \"%s\" has room for %s, and the database has %s on its server's disk:"
            + " whether a backup fits shows when there is one.")
        .formatted(
            destination.name(),
            Sizes.human(destination.freeBytes()),
            Sizes.human(status.databaseBytes()));
  }
}
