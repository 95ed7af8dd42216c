package io.proxpanel.backup.controller.event;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.controller.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is told when a condition changes, and only then. Pure. */
public final class Transitions {
  /** Nothing is wrong: it is not the turn of the resource yet. */
  private static final Set<Reason> PATIENCE =
      Set.of(
          Reason.DatabaseBeingRestored,
          Reason.DatabaseInUse,
          Reason.TooManyBackups,
          Reason.BackupNotReady);

  private Transitions() {}

  /**
   * Something is waited for; told once for each thing.
   *
   * @param before the condition so far
   */
  public static List<Note> waiting(Optional<Condition> before, Reason reason, String message) {
    boolean told =
        before
            .filter(c -> reason.name().equals(c.getReason()) && message.equals(c.getMessage()))
            .isPresent();
    if (told) {
      return List.of();
    }
    String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1);
    return List.of(new Note(!PATIENCE.contains(reason), EventReason.Waiting, sentence));
  }

  /**
   * A Job is there; told when it starts and when its pod cannot.
   *
   * @param before the condition so far
   * @param reason {@link Reason#Running} or why it does not run
   * @param message what is wrong, where something is
   * @param started what to say about the start
   */
  public static List<Note> following(
      Optional<Condition> before, Reason reason, String message, String started) {
    String last = before.map(Condition::getReason).orElse("");
    if (last.equals(reason.name())) {
      return List.of();
    }
    if (reason == Reason.PodNotStarting) {
      return List.of(Note.warning(EventReason.Waiting, message));
    }
    return last.equals(Reason.PodNotStarting.name())
        ? List.of()
        : List.of(Note.normal(EventReason.Started, started));
  }
}
