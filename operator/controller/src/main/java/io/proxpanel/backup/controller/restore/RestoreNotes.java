package io.proxpanel.backup.controller.restore;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.event.Transitions;
import io.proxpanel.backup.controller.status.Conditions;
import java.util.List;
import java.util.Optional;

/** What is told about a plan that changed something. Pure. */
final class RestoreNotes {
  private RestoreNotes() {}

  /**
   * The events of a transition, none when the condition says the same as before.
   *
   * @param before the Restore before the plan
   * @param after its status after the plan
   */
  static List<Note> of(Restore before, RestorePlan plan, RestoreStatus after) {
    if (plan instanceof RestorePlan.Wait wait) {
      return Transitions.waiting(condition(before), wait.reason(), wait.message());
    }
    if (plan instanceof RestorePlan.Withdraw withdraw) {
      return Transitions.withdrawn(
          condition(before), before.getStatus().message, withdraw.reason(), withdraw.message());
    }
    if (plan instanceof RestorePlan.Follow follow) {
      return Transitions.following(
          condition(before), follow.reason(), follow.message(), started(after));
    }
    if (plan instanceof RestorePlan.Succeed succeed) {
      return Transitions.succeeded(succeed.result().warnings(), RestoreText.notes(after));
    }
    if (plan instanceof RestorePlan.Retry) {
      return List.of(Note.warning(EventReason.AttemptFailed, after.message));
    }
    return plan instanceof RestorePlan.Fail
        ? List.of(Note.warning(EventReason.Failed, after.message))
        : List.of();
  }

  private static String started(RestoreStatus after) {
    return "Restoring %s into %s by the Job \"%s\"."
        .formatted(RestoreText.source(after), after.into, after.job);
  }

  private static Optional<Condition> condition(Restore restore) {
    return Optional.ofNullable(restore.getStatus())
        .flatMap(status -> Conditions.find(status.conditions, Conditions.SUCCEEDED));
  }
}
