package io.proxpanel.backup.controller.backup;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.event.Transitions;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is told about a plan that changed something. Pure. */
final class BackupNotes {
  private BackupNotes() {}

  /**
   * The events of a transition, none when the condition says the same as before.
   *
   * @param before the Backup before the plan
   * @param after its status after the plan
   */
  static List<Note> of(Backup before, BackupPlan plan, BackupStatus after) {
    if (plan instanceof BackupPlan.Wait wait) {
      return Transitions.waiting(condition(before), wait.reason(), wait.message());
    }
    if (plan instanceof BackupPlan.Withdraw withdraw) {
      return Transitions.withdrawn(
          condition(before), before.getStatus().message, withdraw.reason(), withdraw.message());
    }
    if (plan instanceof BackupPlan.Follow follow) {
      return Transitions.following(
          condition(before), follow.reason(), follow.message(), started(before, after));
    }
    if (plan instanceof BackupPlan.Succeed succeed) {
      return Stream.of(
              Transitions.succeeded(succeed.result().warnings(), stored(after)).stream(),
              StoredResult.missing(after).stream()
                  .map(sentence -> Note.warning(EventReason.CopyMissing, sentence)),
              StoredResult.roomForNext(after)
                  .filter(room -> "False".equals(room.truth()))
                  .map(room -> Note.warning(EventReason.NoRoomForNext, room.message()))
                  .stream())
          .flatMap(notes -> notes)
          .toList();
    }
    if (plan instanceof BackupPlan.Retry || plan instanceof BackupPlan.Rename) {
      return List.of(Note.warning(EventReason.AttemptFailed, after.message));
    }
    if (plan instanceof BackupPlan.Fail) {
      return List.of(Note.warning(EventReason.Failed, after.message));
    }
    return List.of();
  }

  private static String started(Backup backup, BackupStatus after) {
    return "Backing up \"%s\" on %s by the Job \"%s\"."
        .formatted(
            backup.getSpec().database().name(), backup.getSpec().database().host(), after.job);
  }

  private static Note stored(BackupStatus after) {
    return Note.normal(
        EventReason.Stored,
        "%s, %s, read back.%s"
            .formatted(after.location, String.valueOf(after.size), StoredResult.usage(after)));
  }

  private static Optional<Condition> condition(Backup backup) {
    return Optional.ofNullable(backup.getStatus())
        .flatMap(status -> Conditions.find(status.conditions, Conditions.SUCCEEDED));
  }
}
