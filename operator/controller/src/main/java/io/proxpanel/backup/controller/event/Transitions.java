package io.proxpanel.backup.controller.event;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.controller.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is told when a condition changes, and only then. Pure. */
public final class Transitions {
  /** Nothing is wrong: it is not the turn of the resource yet. */
  private static final Set<Reason> PATIENCE =
      Set.of(
          Reason.DatabaseBeingRestored,
          Reason.DatabaseInUse,
          Reason.TooManyBackups,
          Reason.TooManyBackupsOfDatabase,
          Reason.BackupNotReady);

  /** The message changes with every step of the queue, and no step is news. */
  private static final Set<Reason> QUEUES =
      Set.of(Reason.TooManyBackups, Reason.TooManyBackupsOfDatabase);

  private Transitions() {}

  /**
   * Something is waited for; told once for each thing, and of a queue once for all its steps.
   *
   * @param before the condition so far
   */
  public static List<Note> waiting(Optional<Condition> before, Reason reason, String message) {
    boolean told =
        before
            .filter(c -> reason.name().equals(c.getReason()))
            .filter(c -> QUEUES.contains(reason) || message.equals(c.getMessage()))
            .isPresent();
    if (told) {
      return List.of();
    }
    String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1);
    return List.of(new Note(!PATIENCE.contains(reason), EventReason.Waiting, sentence));
  }

  /**
   * An attempt was taken back; told unless status says the same already.
   *
   * @param before the condition so far
   * @param said the message of status so far, which outlives the start of an attempt
   */
  public static List<Note> withdrawn(
      Optional<Condition> before, String said, Reason reason, String message) {
    return message.equals(said) ? List.of() : waiting(before, reason, message);
  }

  /** It is done; what the agent wants people to know comes first. */
  public static List<Note> succeeded(List<String> warnings, Note done) {
    return succeeded(warnings, List.of(done));
  }

  /** The same where there is more to be told than one sentence. */
  public static List<Note> succeeded(List<String> warnings, List<Note> done) {
    return Stream.concat(
            warnings.stream().map(warning -> Note.warning(EventReason.Warning, warning)),
            done.stream())
        .toList();
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
