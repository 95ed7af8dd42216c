package io.proxpanel.backup.controller.router;

import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.UnchangedPolicy;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.controller.status.NewestFirst;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What earlier runs are to a MikrotikBackup: what it compares with, and whose archives it may refer
 * to. Pure.
 *
 * @param backup that is about to run
 * @param newest the good runs of the same that are not being deleted, a few, the newest first
 * @param all the MikrotikBackups that there are, by their UIDs
 */
record EarlierRuns(
    MikrotikBackup backup, List<MikrotikBackup> newest, Map<String, MikrotikBackup> all) {
  /** How many are looked at for the last good configuration. */
  private static final int MOST = 3;

  /** Looks at these; itself can be among them. */
  static EarlierRuns of(MikrotikBackup backup, Collection<MikrotikBackup> all) {
    List<MikrotikBackup> newest =
        all.stream()
            .filter(other -> areOfTheSame(other, backup))
            .filter(EarlierRuns::isThere)
            .sorted(NewestFirst.ORDER)
            .limit(MOST)
            .toList();
    return new EarlierRuns(
        backup,
        newest,
        all.stream()
            .collect(
                Collectors.toMap(
                    each -> each.getMetadata().getUid(), Function.identity(), (one, two) -> one)));
  }

  /** Whether both are different runs of one schedule, or of none, in one namespace. */
  static boolean areOfTheSame(MikrotikBackup one, MikrotikBackup other) {
    return one.getMetadata().getNamespace().equals(other.getMetadata().getNamespace())
        && !one.getMetadata().getUid().equals(other.getMetadata().getUid())
        && Objects.equals(one.getSpec().fromSchedule(), other.getSpec().fromSchedule());
  }

  private static boolean isThere(MikrotikBackup run) {
    return !run.isMarkedForDeletion()
        && run.getStatus() != null
        && run.getStatus().phase != null
        && run.getStatus().phase.isGood();
  }

  /** The runs to compare with, the newest first. */
  List<Task.PreviousRun> previous() {
    return newest.stream()
        .map(
            other -> new Task.PreviousRun(other.getMetadata().getUid(), other.getStatus().fileName))
        .toList();
  }

  /**
   * UIDs of the runs whose archives stand for those of routers that have not changed: the runs to
   * compare with, and those that they refer to themselves. None where every router is stored.
   */
  List<String> referable() {
    if (backup.getSpec().unchanged() != UnchangedPolicy.Skip) {
      return List.of();
    }
    Set<String> known = new LinkedHashSet<>();
    newest.forEach(each -> known.add(each.getMetadata().getUid()));
    newest.forEach(each -> known.addAll(each.getStatus().referred()));
    return known.stream()
        .filter(uid -> Optional.ofNullable(all.get(uid)).filter(this::canStandIn).isPresent())
        .toList();
  }

  /** Whether its archives are as those of the new run would be, and at the same places. */
  private boolean canStandIn(MikrotikBackup older) {
    return isThere(older)
        && older.getMetadata().getNamespace().equals(backup.getMetadata().getNamespace())
        && Objects.equals(older.getSpec().encryption(), backup.getSpec().encryption())
        && policy(older) == policy(backup)
        && backup.getSpec().destinations().stream().allMatch(each -> canStandInAt(each, older));
  }

  private static boolean canStandInAt(Destination destination, MikrotikBackup older) {
    // Where nobody can delete a file for a time, an older one's ends before that of the new run.
    boolean immutable = destination.s3() != null && destination.s3().immutableForDays() != null;
    return !immutable
        && older.getSpec().destinations().contains(destination)
        && older
            .getStatus()
            .destination(destination.name())
            .filter(there -> DestinationStatus.STORED.equals(there.state()))
            .isPresent();
  }

  private static DeletionPolicy policy(MikrotikBackup backup) {
    return Optional.ofNullable(backup.getSpec().deletionPolicy()).orElse(DeletionPolicy.Delete);
  }
}
