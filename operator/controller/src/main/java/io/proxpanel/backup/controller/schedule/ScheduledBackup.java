package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import io.proxpanel.backup.controller.status.Times;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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

  /** {@code nightly-20261123-0200-acme}. */
  private static String name(BackupSchedule schedule, Instant due, String tenant) {
    return name(schedule, due) + "-" + TenantName.of(tenant);
  }

  /** The Backup. */
  static Backup of(BackupSchedule schedule, Instant due) {
    Backup backup = new Backup();
    backup.setMetadata(
        new ObjectMetaBuilder()
            .withName(name(schedule, due))
            .withNamespace(schedule.getMetadata().getNamespace())
            .addToLabels(ScheduleLabels.SCHEDULE, schedule.getMetadata().getName())
            .addToAnnotations(ScheduleLabels.DUE, Times.text(due))
            .build());
    backup.setSpec(
        schedule.getSpec().backup().with(new ScheduleRef(schedule.getMetadata().getName())));
    return backup;
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
  static boolean belongs(Backup backup, String schedule) {
    ScheduleRef ref = backup.getSpec().fromSchedule();
    return ref != null && schedule.equals(ref.name());
  }

  /** The due time that the Backup was made for; none for one that a person made. */
  static Optional<Instant> due(Backup backup) {
    return ScheduleLabels.due(backup).flatMap(ScheduledBackup::parse);
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
