package io.proxpanel.backup.agent.router.api;

import java.io.IOException;

/** What came is no sentence of RouterOS's API. */
final class MalformedSentenceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient byte[] beginning;

  /**
   * What came.
   *
   * @param beginning of it, for a person who recognises it; may be empty
   */
  MalformedSentenceException(String message, byte[] beginning) {
    super(message);
    this.beginning = beginning.clone();
  }

  byte[] beginning() {
    return beginning.clone();
  }
}
