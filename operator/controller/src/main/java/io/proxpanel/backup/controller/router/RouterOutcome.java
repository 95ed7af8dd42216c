package io.proxpanel.backup.controller.router;

import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RouterStatus;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.backup.BackupPlan;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.EffectiveSettings;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.Mounts;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.Sizes;
import io.proxpanel.backup.controller.status.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run over routers has come to, in status. Pure but for the clock of the conditions.
 *
 * <p>How many routers there were is in the agent's result; which, only in its log, which may be
 * gone: then the list at the destinations has it.
 */
final class RouterOutcome {
  /** How many routers a sentence or events name. */
  private static final int NAMED = 5;

  /**
   * All diffs together in bytes: an object in etcd has room for 1.5 MiB, and most of it is wanted.
   */
  private static final int MOST_DIFF = 64 * 1024;

  private final MikrotikBackupSpec spec;
  private final Mounts mounts;
  private final Optional<RouterList> list;
  private final OlderRuns older;

  RouterOutcome(
      MikrotikBackupSpec spec, Mounts mounts, Optional<RouterList> list, OlderRuns older) {
    this.spec = spec;
    this.mounts = mounts;
    this.list = list;
    this.older = older;
  }

  /** What the agent said at the end, where the plan says that it has ended; else null. */
  static TaskResult end(BackupPlan plan) {
    if (plan instanceof BackupPlan.Succeed succeed) {
      return succeed.result();
    }
    return plan instanceof BackupPlan.Fail fail ? fail.result() : null;
  }

  /** Writes how many there were. */
  static void counted(MikrotikBackupStatus status, TaskResult result) {
    if (result.file() != null) {
      status.sha256 = result.file().sha256();
      status.listBytes = result.file().sizeBytes();
    }
    TaskResult.RouterCounts counts = result.routers();
    if (counts != null) {
      status.good = "%d of %d".formatted(counts.good(), counts.all());
      status.failed = counts.all() - counts.good();
      status.changed = counts.changed();
      status.sizeBytes = counts.bytes();
      status.size = Sizes.human(counts.bytes());
    }
  }

  /** How it ended that has stored something; the phase follows from it. */
  static Verdict verdict(MikrotikBackupStatus status, TaskResult result) {
    TaskResult.RouterCounts counts = result.routers();
    if (counts == null || counts.good() == counts.all()) {
      return Verdict.yes(
          Reason.BackupStored,
          counts != null && counts.unchanged() > 0
              ? "The routers' configurations are stored, those of %d in archives of older runs."
                  .formatted(counts.unchanged())
              : "The routers' configurations are stored.");
    }
    status.phase = Phase.PartiallySucceeded;
    status.message =
        "%d of %d routers failed; the list %s at the destinations says why."
            .formatted(counts.all() - counts.good(), counts.all(), status.fileName);
    return Verdict.no(Reason.RoutersFailed, status.message);
  }

  /** Writes what is known of each router. */
  void into(MikrotikBackupStatus status, Conditions conditions, Long generation) {
    if (list.isEmpty()) {
      return;
    }
    status.routers = routers();
    if (status.phase == Phase.PartiallySucceeded) {
      status.message = failed(status);
      status.conditions =
          conditions.with(
              status.conditions,
              Conditions.SUCCEEDED,
              Verdict.no(Reason.RoutersFailed, status.message),
              generation);
    }
    if (status.phase != null && status.phase.isGood()) {
      Verdict verdict = changed(status);
      if (status.message == null && "True".equals(verdict.truth())) {
        status.message = verdict.message();
      }
      status.conditions =
          conditions.with(status.conditions, Conditions.CONFIGURATION_CHANGED, verdict, generation);
    }
  }

  private List<RouterStatus> routers() {
    List<RouterStatus> routers = new ArrayList<>();
    int left = MOST_DIFF;
    for (RouterList.Entry entry : list.orElseThrow().routers()) {
      String diff = entry.changes() == null ? null : entry.changes().diff();
      int bytes = diff == null ? 0 : diff.getBytes(StandardCharsets.UTF_8).length;
      boolean fits = bytes > 0 && bytes <= left;
      left -= fits ? bytes : 0;
      routers.add(router(entry, fits ? diff : null));
    }
    return routers;
  }

  private RouterStatus router(RouterList.Entry entry, String diff) {
    RouterList.Device device = entry.device();
    RouterList.Changes changes = entry.changes();
    RouterList.LastGood archive = archive(entry);
    return new RouterStatus(
        entry.name(),
        state(entry),
        archive == null ? null : archive.file(),
        entry.isUnchanged() ? older.name(archive.uid()) : null,
        archive == null ? null : archive.sha256(),
        device == null ? null : device.model(),
        device == null ? null : device.version(),
        changes == null ? null : changes.changed(),
        changes == null ? null : changes.added() + changes.removed(),
        changes == null ? null : changes.summary(),
        diff,
        entry.isGood() ? null : failure(entry));
  }

  private static String state(RouterList.Entry entry) {
    if (!entry.isGood()) {
      return RouterStatus.FAILED;
    }
    return entry.isUnchanged() ? RouterStatus.UNCHANGED : RouterStatus.STORED;
  }

  /** The archive that has what is known of it; null where there is none. */
  private static RouterList.LastGood archive(RouterList.Entry entry) {
    if (entry.isUnchanged()) {
      return entry.lastGood();
    }
    return entry.file() == null
        ? null
        : new RouterList.LastGood(null, entry.file().name(), entry.file().sha256());
  }

  private FailureStatus failure(RouterList.Entry entry) {
    Failure told =
        FailureText.told(entry.failure(), mounts, EffectiveSettings.of(entry.name(), spec));
    return new FailureStatus(told.code().name(), told.message());
  }

  private static String failed(MikrotikBackupStatus status) {
    List<RouterStatus> failed = failures(status).toList();
    RouterStatus first = failed.get(0);
    return "%d of %d routers failed: %s. %s: %s"
        .formatted(
            failed.size(),
            status.routers.size(),
            Sentences.some(failed.stream().map(RouterStatus::name).toList(), NAMED),
            first.name(),
            first.failure().message());
  }

  private static Verdict changed(MikrotikBackupStatus status) {
    List<String> changed =
        changes(status).map(each -> each.name() + ": " + each.summary()).toList();
    if (!changed.isEmpty()) {
      return Verdict.yes(Reason.ConfigurationChanged, Sentences.sentence(joined(changed)));
    }
    return status.routers.stream().anyMatch(each -> each.changed() != null)
        ? Verdict.no(
            Reason.ConfigurationUnchanged, "No configuration differs from the last good one.")
        : Verdict.unknown(
            Reason.NothingToCompare, "There is no earlier configuration to compare with.");
  }

  private static String joined(List<String> changed) {
    String told = String.join("; ", changed.subList(0, Math.min(NAMED, changed.size())));
    int more = changed.size() - NAMED;
    return more > 0 ? told + "; and %d more".formatted(more) : told;
  }

  /** What is told of routers that failed or have changed, one by one up to a few. */
  static List<Note> notes(MikrotikBackupStatus status) {
    if (status.routers == null) {
      return status.phase == Phase.PartiallySucceeded
          ? List.of(Note.warning(EventReason.RouterFailed, status.message))
          : List.of();
    }
    List<String> failed =
        failures(status).map(each -> each.name() + ": " + each.failure().message()).toList();
    List<String> changed =
        changes(status)
            .map(
                each ->
                    each.name()
                        + ": "
                        + each.summary()
                        + (each.diff() == null ? "" : "\n" + each.diff().stripTrailing()))
            .toList();
    return Stream.concat(
            told(EventReason.RouterFailed, failed, "routers failed"),
            told(EventReason.ConfigurationChanged, changed, "routers have changed"))
        .toList();
  }

  private static Stream<Note> told(EventReason reason, List<String> sentences, String more) {
    Stream<Note> each = sentences.stream().limit(NAMED).map(text -> Note.warning(reason, text));
    int rest = sentences.size() - NAMED;
    return rest > 0
        ? Stream.concat(
            each,
            Stream.of(
                Note.warning(reason, "%d more %s: see status.routers.".formatted(rest, more))))
        : each;
  }

  private static Stream<RouterStatus> failures(MikrotikBackupStatus status) {
    return status.routers.stream().filter(each -> each.failure() != null);
  }

  private static Stream<RouterStatus> changes(MikrotikBackupStatus status) {
    return status.routers.stream().filter(each -> Boolean.TRUE.equals(each.changed()));
  }
}
