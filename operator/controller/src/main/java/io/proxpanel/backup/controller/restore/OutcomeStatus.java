package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.DroppedStatus;
import io.proxpanel.backup.api.v1.NotRestored;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.RestoreOutcome;
import java.util.List;

/**
 * What a restore has done beside bringing the data back, as status spells it. An attempt of which
 * nothing is known leaves what an earlier one has said: it may turn out that the earlier one has
 * brought the data back. Pure.
 */
final class OutcomeStatus {
  private OutcomeStatus() {}

  /** It is not decided yet. */
  static void running(RestoreStatus status, RestoreOutcome outcome) {
    if (outcome != null) {
      told(status, outcome);
    }
  }

  /** The data is back. */
  static void succeeded(RestoreStatus status, RestoreOutcome outcome) {
    if (outcome != null) {
      told(status, outcome);
      notRestored(status, outcome);
    }
  }

  /**
   * The attempt failed, and another one follows, which may find that it has succeeded. Till then
   * nothing may look as if all were as it was.
   */
  static void retried(RestoreStatus status, RestoreOutcome outcome) {
    if (outcome != null) {
      told(status, outcome);
      forget(status);
      if (outcome.notRestoredCount() > 0) {
        notRestored(status, outcome);
      }
    }
  }

  /** The data is not back. */
  static void failed(RestoreStatus status, RestoreOutcome outcome) {
    if (outcome != null) {
      told(status, outcome);
    }
    forget(status);
  }

  private static void told(RestoreStatus status, RestoreOutcome outcome) {
    status.mode = outcome.mode() == null ? null : outcome.mode().name();
    status.modeReason = outcome.modeReason();
    status.dropped = new DroppedStatus(outcome.dropped(), some(outcome.droppedNames()));
    status.endedSessions = outcome.endedSessions();
  }

  private static void notRestored(RestoreStatus status, RestoreOutcome outcome) {
    status.notRestoredCount = outcome.notRestoredCount();
    status.notRestored =
        some(outcome.notRestored()).stream()
            .map(each -> new NotRestored(each.kind(), each.name(), each.reason()))
            .toList();
  }

  private static void forget(RestoreStatus status) {
    status.notRestoredCount = null;
    status.notRestored = null;
  }

  private static <T> List<T> some(List<T> all) {
    return all.stream().limit(RestoreOutcome.MOST_NAMED).toList();
  }
}
