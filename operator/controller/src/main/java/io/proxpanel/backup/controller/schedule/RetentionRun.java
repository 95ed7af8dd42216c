package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.api.v1.RetentionStatus;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.LoggedDocument;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.retention.Candidate;
import io.proxpanel.backup.controller.retention.Decision;
import io.proxpanel.backup.controller.retention.Kept;
import io.proxpanel.backup.controller.retention.Summary;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.StatusCopy;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Deletes the Backups that need not stay, after each one that succeeded and after a change of the
 * rules. Before a good one goes, a Job looks whether the newest good one is still there: where it
 * is not, nothing is deleted.
 */
final class RetentionRun {
  /** How many names status bears. */
  private static final int MOST_FORESEEN = 100;

  private final Tools tools;
  private final NewestCheck check;

  RetentionRun(Tools tools) {
    this.tools = tools;
    this.check = new NewestCheck(tools);
  }

  /**
   * What a pass came to.
   *
   * @param kept how many good backups there are
   * @param status what to say about retention, or null without rules
   * @param stopped why nothing was deleted, where something is wrong
   * @param notes what is told
   * @param waits whether a check is under way
   */
  record Outcome(
      int kept,
      RetentionStatus status,
      Optional<Verdict> stopped,
      List<Note> notes,
      boolean waits) {
    Outcome {
      notes = List.copyOf(notes);
    }
  }

  /** One pass. A permission that is missing is said, and holds up nothing else. */
  Outcome pass(
      List<Pruning> groups,
      ScheduleObservation seen,
      Supplier<List<Backup>> everywhere,
      BackupScheduleStatus before,
      KubernetesClient client) {
    try {
      return permitted(groups, seen, everywhere, before, client);
    } catch (KubernetesClientException e) {
      String sentence = ApiErrors.missingPermission(e).orElseThrow(() -> e);
      Verdict verdict = Verdict.no(Reason.PermissionMissing, sentence);
      boolean told =
          before != null
              && Conditions.reason(before.conditions, Conditions.HEALTHY)
                  .equals(Optional.of(verdict.reason()));
      return new Outcome(
          good(groups),
          before == null ? null : before.retention,
          Optional.of(verdict),
          told
              ? List.of()
              : List.of(Note.warning(EventReason.PermissionMissing, verdict.message())),
          false);
    }
  }

  private static int good(List<Pruning> groups) {
    return groups.stream().mapToInt(Pruning::good).sum();
  }

  /** What is kept together, and what is to become of it. */
  private record Group(Pruning pruning, Decision decision) {
    static Group of(Pruning pruning) {
      return new Group(pruning, pruning.decide());
    }

    boolean hasDeletions() {
      return !decision.delete().isEmpty();
    }

    boolean losesGoodOnes() {
      return decision.delete().stream().anyMatch(e -> e.outcome() == Candidate.Outcome.GOOD);
    }

    boolean isSettled(PruningRun run, ScheduleObservation seen) {
      return !hasDeletions() || (!run.waits() && !run.missing().contains(newest(seen)));
    }

    StoredResource newest(ScheduleObservation seen) {
      return seen.byName(pruning.newestName().orElseThrow()).orElseThrow();
    }
  }

  private Outcome permitted(
      List<Pruning> all,
      ScheduleObservation seen,
      Supplier<List<Backup>> everywhere,
      BackupScheduleStatus before,
      KubernetesClient client) {
    List<Group> groups = all.stream().filter(Pruning::applies).map(Group::of).toList();
    if (groups.isEmpty()) {
      return new Outcome(good(all), null, Optional.empty(), List.of(), false);
    }
    String occasion = occasion(groups);
    boolean done = ranFor(before).equals(Optional.of(occasion));
    PruningRun run = done ? new PruningRun() : run(groups, seen, client);
    if (!run.waits()) {
      run.missing().forEach(check::forget);
    }
    groups.stream()
        .filter(group -> done || group.isSettled(run, seen))
        .forEach(group -> sayWhy(group.decision(), seen, client));
    RetentionStatus old = before == null ? null : before.retention;
    Optional<StrayFiles> strays =
        run.files().map(files -> StrayFiles.among(files, everywhere.get()));
    List<Note> notes = new ArrayList<>(run.notes());
    strays.flatMap(found -> found.note(old)).ifPresent(notes::add);
    return new Outcome(
        good(all),
        status(groups, before, strays, run.waits() ? ranFor(before).orElse(null) : occasion),
        run.waits() ? Optional.empty() : run.verdict(),
        notes,
        run.waits());
  }

  /** What a run is for. One run is enough for the same newest good backups and rules. */
  private static String occasion(List<Group> groups) {
    String all =
        groups.stream().map(group -> group.pruning().occasion()).collect(Collectors.joining("\n"));
    return groups.size() == 1
        ? all
        : "%d tenants, %s".formatted(groups.size(), LoggedDocument.of(all).sha256());
  }

  private static Optional<String> ranFor(BackupScheduleStatus before) {
    return Optional.ofNullable(before).map(status -> status.retention).map(RetentionStatus::ranFor);
  }

  /** Some checks at a time. */
  private PruningRun run(List<Group> groups, ScheduleObservation seen, KubernetesClient client) {
    PruningRun run = new PruningRun();
    Group first = groups.stream().filter(Group::hasDeletions).findFirst().orElse(null);
    for (Group group : groups) {
      if (run.isFull()) {
        break;
      }
      if (group.hasDeletions()) {
        run(group, run, group.equals(first), seen, client);
      }
    }
    return run;
  }

  /** One of the checks says as well which files are there. */
  private void run(
      Group group,
      PruningRun run,
      boolean listFiles,
      ScheduleObservation seen,
      KubernetesClient client) {
    StoredResource newest = group.newest(seen);
    // Failed ones have no file, and are not missed.
    NewestCheck.Check found =
        group.losesGoodOnes() ? check.look(newest, listFiles) : NewestCheck.Check.GOOD;
    found.files().ifPresent(run::files);
    if (found.waits()) {
      run.checks();
    } else if (found.problem().isPresent()) {
      run.notFound(newest, found.problem().get());
    } else {
      run.deleted(delete(group.decision(), seen, client));
      check.forget(newest);
    }
  }

  /** Each only as it was seen: one that was pinned in the same moment is looked at again. */
  private List<String> delete(
      Decision decision, ScheduleObservation seen, KubernetesClient client) {
    List<String> deleted = new ArrayList<>();
    for (Candidate each : decision.delete()) {
      Optional<StoredResource> backup = seen.byName(each.name());
      if (backup.isPresent() && tools.statusWriter().deleteAsSeen(backup.get(), client)) {
        deleted.add(each.name());
      }
    }
    return deleted;
  }

  /** Each Backup tells by itself why it stays. */
  private void sayWhy(Decision decision, ScheduleObservation seen, KubernetesClient client) {
    for (Kept kept : decision.kept()) {
      Optional<StoredResource> backup =
          seen.byName(kept.candidate().name()).filter(each -> !says(each.getStatus(), kept));
      if (backup.isPresent()) {
        StoredStatus status = StatusCopy.of(backup.get());
        status.keptBecause = kept.inWords();
        if (status instanceof MikrotikBackupStatus routers) {
          routers.keptForOthers = kept.isForOthers() ? Boolean.TRUE : null;
        }
        tools.statusWriter().writeStored(backup.get(), status, client);
      }
    }
  }

  private static boolean says(StoredStatus status, Kept kept) {
    boolean same =
        !(status instanceof MikrotikBackupStatus routers)
            || kept.isForOthers() == Boolean.TRUE.equals(routers.keptForOthers);
    return same && kept.inWords().equals(status.keptBecause);
  }

  private static RetentionStatus status(
      List<Group> groups, BackupScheduleStatus before, Optional<StrayFiles> strays, String ranFor) {
    Optional<RetentionStatus> old = Optional.ofNullable(before).map(status -> status.retention);
    Optional<Instant> next =
        Optional.ofNullable(before).map(status -> status.nextScheduleTime).map(Times::parse);
    Map<String, Integer> reasons = new LinkedHashMap<>();
    List<String> goes = new ArrayList<>();
    for (Group group : groups) {
      List<Candidate> foreseen =
          next.map(due -> group.pruning().foresee(group.decision(), due)).orElse(List.of());
      Summary summary = Summary.of(group.decision(), foreseen);
      summary.reasons().forEach((reason, number) -> reasons.merge(reason, number, Integer::sum));
      goes.addAll(summary.next());
    }
    return new RetentionStatus(
        reasons,
        goes.stream().limit(MOST_FORESEEN).toList(),
        ranFor,
        strays
            .map(StrayFiles::count)
            .or(() -> old.map(RetentionStatus::filesWithoutBackup))
            .orElse(null),
        strays
            .map(StrayFiles::some)
            .or(() -> old.map(RetentionStatus::fileNamesWithoutBackup))
            .orElse(null));
  }
}
