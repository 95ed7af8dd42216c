package io.proxpanel.backup.contract;

import java.util.Objects;

/**
 * What went wrong, for programs and for people.
 *
 * @param code from the one list
 * @param message one sentence: what happened, why, what to do; never a secret, never a stack trace
 */
public record Failure(ErrorCode code, String message) {
  /** Refuses nulls. */
  public Failure {
    Objects.requireNonNull(code);
    Objects.requireNonNull(message);
  }
}
