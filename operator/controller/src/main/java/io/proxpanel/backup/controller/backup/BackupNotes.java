package io.proxpanel.backup.controller.backup;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is told about a plan that changed something. Pure. */
final class BackupNotes {
  /** Nothing is wrong: it is not the turn of this Backup yet. */
  private static final Set<Reason> PATIENCE =
      Set.of(Reason.DatabaseBeingRestored, Reason.TooManyBackups);

  private BackupNotes() {}

  /**
   * The events of a transition, none when the condition says the same as before.
   *
   * @param before the Backup before the plan
   * @param after its status after the plan
   */
  static List<Note> of(Backup before, BackupPlan plan, BackupStatus after) {
    if (plan instanceof BackupPlan.Wait wait) {
      return waiting(before, wait.reason(), wait.message());
    }
    if (plan instanceof BackupPlan.Withdraw withdraw) {
      return waiting(before, withdraw.reason(), withdraw.message());
    }
    if (plan instanceof BackupPlan.Follow follow) {
      return following(before, follow, after);
    }
    if (plan instanceof BackupPlan.Succeed succeed) {
      return stored(succeed.result(), after);
    }
    if (plan instanceof BackupPlan.Retry || plan instanceof BackupPlan.Rename) {
      return List.of(Note.warning(EventReason.AttemptFailed, after.message));
    }
    if (plan instanceof BackupPlan.Fail) {
      return List.of(Note.warning(EventReason.Failed, after.message));
    }
    return List.of();
  }

  private static List<Note> waiting(Backup before, Reason reason, String message) {
    boolean told =
        condition(before)
            .filter(c -> reason.name().equals(c.getReason()) && message.equals(c.getMessage()))
            .isPresent();
    if (told) {
      return List.of();
    }
    String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1);
    return List.of(new Note(!PATIENCE.contains(reason), EventReason.Waiting, sentence));
  }

  private static List<Note> following(Backup before, BackupPlan.Follow follow, BackupStatus after) {
    String reason = condition(before).map(c -> c.getReason()).orElse("");
    if (reason.equals(follow.reason().name())) {
      return List.of();
    }
    if (follow.reason() == Reason.PodNotStarting) {
      return List.of(Note.warning(EventReason.Waiting, follow.message()));
    }
    return reason.equals(Reason.PodNotStarting.name())
        ? List.of()
        : List.of(
            Note.normal(
                EventReason.Started,
                "Backing up \"%s\" on %s by the Job \"%s\"."
                    .formatted(
                        before.getSpec().database().name(),
                        before.getSpec().database().host(),
                        after.job)));
  }

  private static List<Note> stored(TaskResult result, BackupStatus after) {
    List<Note> notes = new ArrayList<>();
    result.warnings().forEach(warning -> notes.add(Note.warning(EventReason.Warning, warning)));
    notes.add(
        Note.normal(
            EventReason.Stored,
            "%s, %s, read back.".formatted(after.location, String.valueOf(after.size))));
    return notes;
  }

  private static Optional<Condition> condition(Backup backup) {
    return Optional.ofNullable(backup.getStatus())
        .flatMap(status -> Conditions.find(status.conditions, Conditions.SUCCEEDED));
  }
}
