package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Backup that a schedule makes for a due time. Its name follows from both, so that none is ever
 * made twice; it has no owner, so that deleting a schedule deletes no backup.
 */
final class ScheduledBackup {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("-yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ScheduledBackup() {}

  /** {@code nightly-20261123-0200}; the time is in UTC. */
  static String name(BackupSchedule schedule, Instant due) {
    return schedule.getMetadata().getName() + NAME.format(due);
  }

  /** {@code nightly-20261123-0200-routers}: Backup and MikrotikBackup have names of their own. */
  private static String routersName(BackupSchedule schedule, Instant due) {
    return name(schedule, due) + "-routers";
  }

  /** Names of all that is made for a due time at once; none of tenants, which are not known yet. */
  static List<String> names(BackupSchedule schedule, Instant due) {
    return made(schedule, due).stream().map(each -> each.getMetadata().getName()).toList();
  }

  /** All that is made for a due time at once, the Backup first. */
  static List<StoredResource> made(BackupSchedule schedule, Instant due) {
    List<StoredResource> made = new ArrayList<>();
    if (schedule.getSpec().backup() != null && schedule.getSpec().tenants() == null) {
      made.add(of(schedule, due));
    }
    if (schedule.getSpec().mikrotik() != null) {
      made.add(routersOf(schedule, due));
    }
    return made;
  }

  /** {@code nightly-20261123-0200-acme}. */
  private static String name(BackupSchedule schedule, Instant due, String tenant) {
    return name(schedule, due) + "-" + TenantName.of(tenant);
  }

  /** The Backup. */
  static Backup of(BackupSchedule schedule, Instant due) {
    Backup backup = new Backup();
    backup.setMetadata(metadata(schedule, due, name(schedule, due)));
    backup.setSpec(
        schedule.getSpec().backup().with(new ScheduleRef(schedule.getMetadata().getName())));
    return backup;
  }

  private static MikrotikBackup routersOf(BackupSchedule schedule, Instant due) {
    MikrotikBackup backup = new MikrotikBackup();
    backup.setMetadata(metadata(schedule, due, routersName(schedule, due)));
    backup.setSpec(
        schedule.getSpec().mikrotik().with(new ScheduleRef(schedule.getMetadata().getName())));
    return backup;
  }

  private static ObjectMeta metadata(BackupSchedule schedule, Instant due, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(schedule.getMetadata().getNamespace())
        .addToLabels(ScheduleLabels.SCHEDULE, schedule.getMetadata().getName())
        .addToAnnotations(ScheduleLabels.DUE, Times.text(due))
        .build();
  }

  /** The Backup of one tenant. */
  static Backup of(BackupSchedule schedule, Instant due, String tenant) {
    Backup backup = of(schedule, due);
    backup.getMetadata().setName(name(schedule, due, tenant));
    backup.getMetadata().getLabels().put(ScheduleLabels.TENANT, TenantName.of(tenant));
    backup.setSpec(backup.getSpec().withTenant(tenant));
    return backup;
  }

  /** Whether the Backup belongs to the schedule of that name; only its spec counts. */
  static boolean belongs(StoredResource backup, String schedule) {
    ScheduleRef ref = backup.getSpec().fromSchedule();
    return ref != null && schedule.equals(ref.name());
  }

  /**
   * Whether it counts for the schedule that it belongs to: one of another database, that somebody
   * has made, must not take the place of those of the schedule's. Where the operator has not
   * written it down, which earlier versions did not, it does.
   */
  static boolean counts(StoredResource backup) {
    return backup.getStatus() == null || !Boolean.FALSE.equals(backup.getStatus().ofSchedule);
  }

  /** The due time that the Backup was made for; none for one that a person made. */
  static Optional<Instant> due(StoredResource backup) {
    return ScheduleLabels.due(backup).flatMap(ScheduledBackup::parse);
  }

  /** Slug of the tenant that it is of, or null. */
  static String tenant(StoredResource backup) {
    return backup instanceof Backup ofDatabase ? ofDatabase.getSpec().tenant() : null;
  }

  /** Whether the Backup is of a tenant and was made for that due time. */
  static boolean isOfTenant(Backup backup, Instant due) {
    return backup.getSpec().tenant() != null && due(backup).equals(Optional.of(due));
  }

  private static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Times.parse(text));
    } catch (DateTimeParseException e) {
      // Somebody has edited the annotation.
      return Optional.empty();
    }
  }
}
