package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.Places;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Sizes;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What a successful result says, in status. */
final class StoredResult {
  private StoredResult() {}

  /**
   * Writes into the status at which destinations the file is; how large it is must stand there
   * already.
   *
   * @param told the agent's failures as people read them
   */
  static void into(
      StoredStatus status,
      StoredSpec spec,
      TaskResult result,
      UnaryOperator<Failure> told,
      Instant at) {
    status.destinations =
        spec.destinations().stream()
            .map(each -> destination(each, status, result, told, at))
            .toList();
    summarise(status, spec);
  }

  /** At how many destinations the file is. */
  static long stored(StoredStatus status) {
    return status.destinations.stream().filter(StoredResult::isStored).count();
  }

  /** Sentences about the destinations that do not have the file. */
  static List<String> missing(StoredStatus status) {
    return status.destinations.stream()
        .filter(each -> !isStored(each))
        .map(
            each ->
                each.failure() == null
                    ? "The destination \"%s\" was added and does not have the file yet."
                        .formatted(each.name())
                    : "The destination \"%s\" does not have the file: %s"
                        .formatted(each.name(), each.failure().message()))
        .toList();
  }

  /** Says in conditions whether all have the file, and whether another one fits. */
  static void conclude(StoredStatus status, Conditions conditions, String next, Long generation) {
    status.conditions =
        conditions.with(
            status.conditions, Conditions.ALL_COPIES_STORED, everywhere(status, next), generation);
    roomForNext(status)
        .ifPresent(
            room ->
                status.conditions =
                    conditions.with(status.conditions, Conditions.ROOM_FOR_NEXT, room, generation));
  }

  /** Of a destination that has the file, as a Job says. */
  static DestinationStatus stored(
      Destination destination,
      StoredStatus status,
      TaskResult.DestinationResult there,
      int attempts,
      Instant at) {
    return new DestinationStatus(
        destination.name(),
        DestinationStatus.STORED,
        Places.location(destination, status.fileName),
        status.sizeBytes,
        Times.text(at),
        attempts,
        null,
        there.freeBytes(),
        there.quotaBytes());
  }

  /** Of a destination that does not have it, and why. */
  static DestinationStatus failed(
      Destination destination, Failure why, int attempts, String since) {
    return new DestinationStatus(
        destination.name(),
        DestinationStatus.FAILED,
        null,
        null,
        since,
        attempts,
        new FailureStatus(why.code().name(), why.message()),
        null,
        null);
  }

  /** Of a destination that was added. */
  static DestinationStatus pending(String name, Instant since) {
    return new DestinationStatus(
        name, DestinationStatus.PENDING, null, null, Times.text(since), 0, null, null, null);
  }

  /**
   * Whether the file is at every destination.
   *
   * @param next a sentence about what happens next where it is not, or null
   */
  static Verdict everywhere(StoredStatus status, String next) {
    List<String> missing = missing(status);
    int all = status.destinations.size();
    if (missing.isEmpty()) {
      return Verdict.yes(
          Reason.AllCopiesStored,
          all == 1
              ? "The file is at its destination."
              : "The file is at all %d destinations.".formatted(all));
    }
    return Verdict.no(
        Reason.CopiesMissing,
        "The file is at %d of %d destinations. %s"
                .formatted(stored(status), all, String.join(" ", missing))
            + (next == null ? "" : " " + next));
  }

  /**
   * Whether another file of this size fits everywhere; empty where nobody says how much room is.
   */
  static Optional<Verdict> roomForNext(StoredStatus status) {
    List<DestinationStatus> known =
        status.destinations.stream().filter(each -> each.freeBytes() != null).toList();
    if (known.isEmpty() || status.sizeBytes == null) {
      return Optional.empty();
    }
    List<String> full =
        known.stream()
            .filter(each -> each.freeBytes() < status.sizeBytes)
            .map(each -> noRoom(each, status))
            .toList();
    return Optional.of(
        full.isEmpty()
            ? Verdict.yes(
                Reason.RoomForNext,
                known.stream()
                    .map(each -> each.name() + " has room for " + Sizes.human(each.freeBytes()))
                    .collect(Collectors.joining(", ", "", ".")))
            : Verdict.no(Reason.NoRoomForNext, String.join(" ", full)));
  }

  private static String noRoom(DestinationStatus destination, StoredStatus status) {
    return ("The destination \"%s\" has room for %s%s, and this file has %s: make room there, or let"
            + " retention keep less.")
        .formatted(
            destination.name(),
            Sizes.human(destination.freeBytes()),
            destination.quotaBytes() == null ? "" : " of " + Sizes.human(destination.quotaBytes()),
            Sizes.human(status.sizeBytes));
  }

  /** How much of its quota each destination uses that has one, for people. */
  static String usage(StoredStatus status) {
    return status.destinations.stream()
        .filter(each -> each.quotaBytes() != null && each.freeBytes() != null)
        .map(
            each ->
                " %s: %s of %s used."
                    .formatted(
                        each.name(),
                        Sizes.human(each.quotaBytes() - each.freeBytes()),
                        Sizes.human(each.quotaBytes())))
        .collect(Collectors.joining());
  }

  /** What follows from the destinations: where the file is, for people. */
  static void summarise(StoredStatus status, StoredSpec spec) {
    status.location =
        spec.destinations().stream()
            .filter(each -> isStored(status, each.name()))
            .map(each -> Places.location(each, status.fileName))
            .collect(Collectors.joining(", "));
    status.copies = "%d of %d".formatted(stored(status), status.destinations.size());
  }

  private static boolean isStored(StoredStatus status, String name) {
    return status.destination(name).filter(StoredResult::isStored).isPresent();
  }

  private static boolean isStored(DestinationStatus destination) {
    return DestinationStatus.STORED.equals(destination.state());
  }

  private static DestinationStatus destination(
      Destination destination,
      StoredStatus status,
      TaskResult result,
      UnaryOperator<Failure> told,
      Instant at) {
    TaskResult.DestinationResult there =
        result.destinations().stream()
            .filter(each -> destination.name().equals(each.name()))
            .findFirst()
            .orElse(null);
    if (there != null && TaskResult.DestinationResult.STORED.equals(there.state())) {
      return stored(destination, status, there, 1, at);
    }
    Failure failure = FailureText.at(destination, failure(there, told));
    return failed(destination, failure, there == null ? 0 : 1, Times.text(at));
  }

  private static Failure failure(TaskResult.DestinationResult there, UnaryOperator<Failure> told) {
    if (there == null) {
      return new Failure(
          ErrorCode.SecretMissing,
          "The Job did not come to it: a Secret, a ConfigMap or a claim that it names was missing"
              + " when the Job was made, or the Job ended before.");
    }
    return there.failure() == null
        ? new Failure(ErrorCode.AgentLost, "The Job ended before the file was there.")
        : told.apply(there.failure());
  }

  /** What is known of the copies: but for volumes, they are read back only where that is asked. */
  static String proof(StoredStatus after, StoredSpec spec) {
    List<String> unread = unread(after, spec);
    long stored = stored(after);
    String where = "%d of %d destinations".formatted(stored, spec.destinations().size());
    if (unread.isEmpty()) {
      return "Stored and read back at %s.".formatted(where);
    }
    return unread.size() == stored
        ? "Stored at %s; not read back, since no destination has readBack: true.".formatted(where)
        : "Stored at %s, and read back but at %s, without readBack: true."
            .formatted(where, String.join(", ", unread));
  }

  /** The same in a few words. */
  static String shortProof(StoredStatus after, StoredSpec spec) {
    List<String> unread = unread(after, spec);
    if (unread.isEmpty()) {
      return "read back";
    }
    return unread.size() == stored(after)
        ? "not read back"
        : "read back but at " + String.join(", ", unread);
  }

  private static List<String> unread(StoredStatus after, StoredSpec spec) {
    return spec.destinations().stream()
        .filter(each -> each.local() == null && !Boolean.TRUE.equals(each.readBack()))
        .map(Destination::name)
        .filter(
            name ->
                after
                    .destination(name)
                    .filter(each -> DestinationStatus.STORED.equals(each.state()))
                    .isPresent())
        .map(name -> "\"" + name + "\"")
        .toList();
  }
}
