package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.DestinationStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.SyncStatus;
import io.proxpanel.backup.controller.cluster.StatusWriter;
import io.proxpanel.backup.controller.job.Places;
import java.util.Comparator;
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
    List<Destination> wanted = schedule.getSpec().backup().destinations();
    List<Backup> good = newestFirst(seen);
    List<Backup> lacking = good.stream().filter(each -> !addable(each, wanted).isEmpty()).toList();
    long atIt = good.stream().filter(SyncExisting::isAtIt).count();
    lacking.stream()
        .limit(Math.max(0, AT_A_TIME - atIt))
        .forEach(each -> writer.edit(each, backup -> with(backup, wanted), client));
    int outstanding =
        (int)
            Stream.concat(lacking.stream(), good.stream().filter(SyncExisting::isAtIt))
                .distinct()
                .count();
    int leftOut = (int) good.stream().filter(each -> isLeftOut(each, wanted)).count();
    return new SyncStatus(outstanding, leftOut);
  }

  private static List<Backup> newestFirst(ScheduleObservation seen) {
    return seen.backups().stream()
        .filter(each -> !each.isMarkedForDeletion())
        .filter(each -> each.getStatus() != null && each.getStatus().phase == Phase.Succeeded)
        .sorted(Comparator.comparing((Backup each) -> each.getStatus().completionTime).reversed())
        .toList();
  }

  /** The wanted destinations that it has not and that it can have. */
  private static List<Destination> addable(Backup backup, List<Destination> wanted) {
    List<Destination> has = backup.getSpec().destinations();
    return wanted.stream()
        .filter(each -> has.stream().noneMatch(other -> other.name().equals(each.name())))
        .limit(Math.max(0, MOST_DESTINATIONS - has.size()))
        .toList();
  }

  /** Whether it lacks one for good: a destination of a Backup can neither change nor go. */
  private static boolean isLeftOut(Backup backup, List<Destination> wanted) {
    List<Destination> has = backup.getSpec().destinations();
    List<Destination> addable = addable(backup, wanted);
    return wanted.stream().anyMatch(each -> !has.contains(each) && !addable.contains(each));
  }

  private static boolean isAtIt(Backup backup) {
    BackupStatus status = backup.getStatus();
    boolean pending =
        status.destinations.stream()
            .anyMatch(each -> DestinationStatus.PENDING.equals(each.state()));
    boolean copies =
        status.copying != null
            && (status.copying.nextTime() != null || status.copying.job() != null);
    // Or added, and its own reconciler has not seen it yet.
    return pending || copies || !Places.added(backup).isEmpty();
  }

  private static Backup with(Backup backup, List<Destination> wanted) {
    Backup changed = new Backup();
    changed.setMetadata(backup.getMetadata());
    changed.setSpec(
        backup
            .getSpec()
            .withDestinations(
                Stream.concat(
                        backup.getSpec().destinations().stream(), addable(backup, wanted).stream())
                    .toList()));
    changed.setStatus(backup.getStatus());
    return changed;
  }
}
