package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one pass of retention came to, over all tenants. */
final class PruningRun {
  /** Checks at a time, of as many tenants. */
  private static final int MOST_CHECKS = 4;

  /** Where so many are not found it is the volume that is missing. */
  private static final int MOST_PROBLEMS = 10;

  private static final int MOST_TOLD = 20;

  private final Map<StoredResource, String> problems = new LinkedHashMap<>();
  private final List<String> deleted = new ArrayList<>();
  private int checking;
  private Optional<List<String>> files = Optional.empty();

  /** A check is under way. */
  void checks() {
    checking++;
  }

  /** The newest good backup was not found whole. */
  void notFound(StoredResource newest, String problem) {
    problems.put(newest, problem);
  }

  /** These were deleted. */
  void deleted(List<String> names) {
    deleted.addAll(names);
  }

  /** These files were found where the backups are stored. */
  void files(List<String> found) {
    files = Optional.of(found);
  }

  /** The files that were found, where any check has looked for them. */
  Optional<List<String>> files() {
    return files;
  }

  /** Whether no more is begun in this pass. */
  boolean isFull() {
    return checking == MOST_CHECKS || problems.size() == MOST_PROBLEMS;
  }

  /** Whether another pass has to follow. */
  boolean waits() {
    return checking > 0 && problems.size() < MOST_PROBLEMS;
  }

  /** The newest good backups that were not found whole. */
  Set<StoredResource> missing() {
    return Collections.unmodifiableSet(problems.keySet());
  }

  /** Empty when nothing is wrong. */
  Optional<Verdict> verdict() {
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(Verdict.no(Reason.NewestBackupNotFound, words()));
  }

  private String words() {
    Map.Entry<StoredResource, String> first = problems.entrySet().iterator().next();
    String names =
        problems.keySet().stream()
            .map(each -> '"' + each.getMetadata().getName() + '"')
            .collect(Collectors.joining(", "));
    String why = Sentences.sentence(first.getValue());
    if (problems.keySet().stream().anyMatch(each -> ScheduledBackup.tenant(each) != null)) {
      return ("Retention has deleted nothing of the tenants whose newest good backups were not"
              + " found whole: %s. %s")
          .formatted(names, why);
    }
    return problems.size() == 1
        ? "Retention has deleted nothing: the newest good backup, %s, was not found whole. %s"
            .formatted(names, why)
        : "Retention has deleted nothing: the newest good backups, %s, were not found whole. %s"
            .formatted(names, why);
  }

  List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    if (!deleted.isEmpty()) {
      notes.add(
          Note.normal(
              EventReason.BackupsPruned,
              "Deleted %d that no rule keeps: %s."
                  .formatted(deleted.size(), Sentences.some(deleted, MOST_TOLD))));
    }
    if (!waits()) {
      verdict().ifPresent(v -> notes.add(Note.warning(EventReason.RetentionStopped, v.message())));
    }
    return notes;
  }
}
