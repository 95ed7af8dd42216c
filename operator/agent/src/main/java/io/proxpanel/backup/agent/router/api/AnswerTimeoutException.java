package io.proxpanel.backup.agent.router.api;

import java.io.IOException;
import java.time.Duration;

/** A router did not end a command in time, which was then cancelled. */
public final class AnswerTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerTimeoutException(Duration patience) {
    super("no answer in " + patience.toSeconds() + " s");
  }
}
