package io.proxpanel.backup.controller.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.proxpanel.backup.api.v1.BackupApi;
import java.util.Optional;

/** What a Backup bears of the schedule that made it. */
public final class ScheduleLabels {
  /** Label: name of the schedule that a Backup belongs to, for people to select by. */
  public static final String SCHEDULE = BackupApi.GROUP + "/schedule";

  /** Label: the tenant that a Backup is of, as far as a label can bear its name. */
  public static final String TENANT = BackupApi.GROUP + "/tenant";

  /** Annotation: the due time that a Backup was made for, RFC 3339. */
  public static final String DUE = BackupApi.GROUP + "/due-time";

  /** Annotation: set to {@code "true"} to keep a Backup whatever retention says. */
  public static final String PINNED = BackupApi.GROUP + "/pinned";

  private ScheduleLabels() {}

  /** Whether a person wants the Backup to stay. */
  public static boolean isPinned(HasMetadata backup) {
    return Optional.ofNullable(backup.getMetadata().getAnnotations())
        .map(annotations -> "true".equals(annotations.get(PINNED)))
        .orElse(false);
  }

  /** The due time as it is written, or empty for a Backup that a person made. */
  public static Optional<String> due(HasMetadata backup) {
    return Optional.ofNullable(backup.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(DUE));
  }
}
