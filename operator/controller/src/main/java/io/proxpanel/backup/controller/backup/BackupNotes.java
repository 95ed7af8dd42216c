package io.proxpanel.backup.controller.backup;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.event.Transitions;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is told about a plan that changed something. Pure. */
final class BackupNotes<R extends StoredResource> {
  private final BackupKind<R> kind;

  BackupNotes(BackupKind<R> kind) {
    this.kind = kind;
  }

  /**
   * The events of a transition, none when the condition says the same as before.
   *
   * @param before the Backup before the plan
   * @param after its status after the plan
   */
  List<Note> of(R before, BackupPlan plan, StoredStatus after) {
    if (plan instanceof BackupPlan.Wait wait) {
      return Transitions.waiting(condition(before), wait.reason(), wait.message());
    }
    if (plan instanceof BackupPlan.Withdraw withdraw) {
      return Transitions.withdrawn(
          condition(before), before.getStatus().message, withdraw.reason(), withdraw.message());
    }
    if (plan instanceof BackupPlan.Follow follow) {
      return Transitions.following(
          condition(before), follow.reason(), follow.message(), kind.started(before, after.job));
    }
    if (plan instanceof BackupPlan.Succeed succeed) {
      return stored(before, succeed, after);
    }
    if (plan instanceof BackupPlan.Retry || plan instanceof BackupPlan.Rename) {
      return List.of(Note.warning(EventReason.AttemptFailed, after.message));
    }
    if (plan instanceof BackupPlan.Fail) {
      return List.of(Note.warning(EventReason.Failed, after.message));
    }
    return List.of();
  }

  private List<Note> stored(R before, BackupPlan.Succeed succeed, StoredStatus after) {
    return Stream.of(
            Transitions.succeeded(succeed.result().warnings(), kind.notes(before, after)).stream(),
            StoredResult.missing(after).stream()
                .map(sentence -> Note.warning(EventReason.CopyMissing, sentence)),
            StoredResult.roomForNext(after)
                .filter(room -> "False".equals(room.truth()))
                .map(room -> Note.warning(EventReason.NoRoomForNext, room.message()))
                .stream())
        .flatMap(notes -> notes)
        .toList();
  }

  private static Optional<Condition> condition(StoredResource backup) {
    return Optional.ofNullable(backup.getStatus())
        .flatMap(status -> Conditions.find(status.conditions, Conditions.SUCCEEDED));
  }
}
