package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.api.v1.SyncStatus;
import io.proxpanel.backup.controller.cluster.StatusWriter;
import io.proxpanel.backup.controller.job.Places;
import io.proxpanel.backup.controller.status.NewestFirst;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives the Backups that a schedule has already the destinations that were added to it since. Each
 * Backup then brings its file there by itself, as it does after a failure.
 */
final class SyncExisting {
  /** How many Backups are at it at a time, so that a server is not overrun by all of them. */
  private static final int AT_A_TIME = 2;

  /** As many destinations as a Backup can have. */
  private static final int MOST_DESTINATIONS = 8;

  private final StatusWriter writer;

  SyncExisting(StatusWriter writer) {
    this.writer = writer;
  }

  /** One pass. Returns how it stands, or null where it is not asked for. */
  SyncStatus pass(BackupSchedule schedule, ScheduleObservation seen, KubernetesClient client) {
    if (!Boolean.TRUE.equals(schedule.getSpec().syncExisting())) {
      return null;
    }
    List<StoredResource> good = newestFirst(seen);
    List<StoredResource> lacking =
        good.stream().filter(each -> !addable(each, wanted(schedule, each)).isEmpty()).toList();
    long atIt = good.stream().filter(SyncExisting::isAtIt).count();
    lacking.stream()
        .limit(Math.max(0, AT_A_TIME - atIt))
        .forEach(
            each -> writer.edit(each, backup -> with(backup, wanted(schedule, backup)), client));
    int outstanding =
        (int)
            Stream.concat(lacking.stream(), good.stream().filter(SyncExisting::isAtIt))
                .distinct()
                .count();
    int leftOut =
        (int) good.stream().filter(each -> isLeftOut(each, wanted(schedule, each))).count();
    return new SyncStatus(outstanding, leftOut);
  }

  private static List<StoredResource> newestFirst(ScheduleObservation seen) {
    return seen.backups().stream()
        .<StoredResource>map(each -> each)
        .filter(each -> !each.isMarkedForDeletion())
        .filter(each -> each.getStatus() != null && each.getStatus().phase != null)
        .filter(each -> each.getStatus().phase.isGood())
        .sorted(NewestFirst.ORDER)
        .toList();
  }

  /** The wanted destinations that it has not and that it can have. */
  private static List<Destination> addable(StoredResource backup, List<Destination> wanted) {
    List<Destination> has = backup.getSpec().destinations();
    return wanted.stream()
        .filter(each -> has.stream().noneMatch(other -> other.name().equals(each.name())))
        .limit(Math.max(0, MOST_DESTINATIONS - has.size()))
        .toList();
  }

  /** Whether it lacks one for good: a destination of a Backup can neither change nor go. */
  private static boolean isLeftOut(StoredResource backup, List<Destination> wanted) {
    List<Destination> has = backup.getSpec().destinations();
    List<Destination> addable = addable(backup, wanted);
    return wanted.stream().anyMatch(each -> !has.contains(each) && !addable.contains(each));
  }

  private static boolean isAtIt(StoredResource backup) {
    StoredStatus status = backup.getStatus();
    boolean pending =
        status.destinations.stream()
            .anyMatch(each -> DestinationStatus.PENDING.equals(each.state()));
    boolean copies =
        status.copying != null
            && (status.copying.nextTime() != null || status.copying.job() != null);
    // Or added, and its own reconciler has not seen it yet.
    return pending || copies || !Places.added(backup).isEmpty();
  }

  /** The destinations that its kind has in the schedule now; its own where it has none any more. */
  private static List<Destination> wanted(BackupSchedule schedule, StoredResource backup) {
    StoredSpec now =
        backup instanceof MikrotikBackup
            ? schedule.getSpec().mikrotik()
            : schedule.getSpec().backup();
    return now == null ? backup.getSpec().destinations() : now.destinations();
  }

  private static StoredResource with(StoredResource backup, List<Destination> wanted) {
    return backup.withSpec(
        backup
            .getSpec()
            .withDestinations(
                Stream.concat(
                        backup.getSpec().destinations().stream(), addable(backup, wanted).stream())
                    .toList()));
  }
}
