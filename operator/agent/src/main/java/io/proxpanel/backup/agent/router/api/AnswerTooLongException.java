package io.proxpanel.backup.agent.router.api;

import java.io.IOException;

/** A router answers with more than anybody could need; the connection is of no use any more. */
final class AnswerTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  AnswerTooLongException(String message) {
    super(message);
  }
}
