package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.RetentionStatus;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.status.Sentences;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Backup files that belong to no Backup: left by one that was deleted with {@code Retain}, written
 * by a panel, or of another cluster. They are told and never touched. Pure.
 *
 * @param names of those
 */
record StrayFiles(List<String> names) {
  private static final int MOST_IN_STATUS = 20;
  private static final int MOST_TOLD = 5;

  StrayFiles {
    names = List.copyOf(names);
  }

  /**
   * Of the files that a check has found.
   *
   * @param backups all that there are, of this schedule or not
   */
  static StrayFiles among(Collection<String> files, Collection<Backup> backups) {
    Set<String> known =
        backups.stream()
            .map(Backup::getStatus)
            .filter(Objects::nonNull)
            .flatMap(status -> Optional.ofNullable(status.fileName).stream())
            .collect(Collectors.toSet());
    return new StrayFiles(files.stream().filter(name -> !known.contains(name)).sorted().toList());
  }

  /** How many, for status. */
  Integer count() {
    return names.size();
  }

  /** Some names, for status. */
  List<String> some() {
    return names.stream().limit(MOST_IN_STATUS).toList();
  }

  /** What is told when others are found than before. */
  Optional<Note> note(RetentionStatus before) {
    boolean same =
        before != null
            && count().equals(before.filesWithoutBackup())
            && some().equals(before.fileNamesWithoutBackup());
    if (names.isEmpty() || same) {
      return Optional.empty();
    }
    return Optional.of(
        Note.warning(
            EventReason.FilesWithoutBackup,
            (names.size() == 1
                    ? "1 backup file belongs to no Backup and is left alone: %s."
                    : names.size() + " backup files belong to no Backup and are left alone: %s.")
                .formatted(Sentences.some(names, MOST_TOLD))));
  }
}
