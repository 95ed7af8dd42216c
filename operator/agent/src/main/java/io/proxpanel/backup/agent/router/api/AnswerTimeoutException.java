package io.proxpanel.backup.agent.router.api;

import java.io.IOException;
import java.time.Duration;

/** A router did not end a command in time, which was then cancelled. */
public final class AnswerTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean begun;

  /**
   * It took too long.
   *
   * @param begun whether something of an answer has come
   */
  AnswerTimeoutException(Duration patience, boolean begun) {
    super((begun ? "no end of the answer in " : "no answer in ") + patience.toSeconds() + " s");
    this.begun = begun;
  }

  /** Whether something of an answer has come. */
  boolean hasBegun() {
    return begun;
  }

  /** What the router did not do, in words that follow its name. */
  String notDone() {
    return begun ? "did not end its answer in time" : "did not answer in time";
  }
}
