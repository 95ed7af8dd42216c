package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.Times;
import java.time.Duration;
import java.util.Optional;

/** Sentences about Jobs that did not end by themselves. */
public final class Losses {
  private Losses() {}

  /** The Job was there and is not any more. */
  public static Failure deleted(String job) {
    return new Failure(
        ErrorCode.AgentLost,
        "The Job \"%s\" was deleted before its agent was done.".formatted(job));
  }

  /**
   * The agent ended without a result.
   *
   * @param deadline of its Job
   * @param notStarted why its pod could not start when it was last seen, where that was so
   */
  public static Failure failure(
      AgentState.Lost lost, Duration deadline, Optional<String> notStarted) {
    String stage =
        lost.last()
            .map(TaskResult::stage)
            .flatMap(Optional::ofNullable)
            .map(word -> " while it was " + word)
            .orElse("");
    if (lost.deadline() && lost.last().isEmpty() && notStarted.isPresent()) {
      return new Failure(
          ErrorCode.DeadlineExceeded,
          ("The attempt was ended after %s, and its agent had not started when it was last seen:"
                  + " %s.")
              .formatted(Times.human(deadline), Sentences.clause(notStarted.get())));
    }
    if (lost.deadline()) {
      return new Failure(
          ErrorCode.DeadlineExceeded,
          ("The agent was stopped%s because the attempt took longer than %s: raise"
                  + " jobTemplate.activeDeadlineSeconds.")
              .formatted(stage, Times.human(deadline)));
    }
    return new Failure(ErrorCode.AgentLost, "The agent " + lost.how() + stage + ".");
  }

  /** A Job of that name works for somebody else; that of an earlier resource goes by itself. */
  public static String nameTaken(String job, String kind) {
    return ("The Job \"%s\" is there and does not belong to this %s: waiting until it is gone; delete"
            + " it if it stays.")
        .formatted(job, kind);
  }

  /** Somebody holds the Job back. */
  public static String suspended(String job) {
    return "The Job \"%s\" is suspended: set its spec.suspend to false to let it go on."
        .formatted(job);
  }
}
