package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * What went wrong, for programs and for people.
 *
 * @param code from the one list
 * @param message one sentence: what happened, why, what to do; never a secret, never a stack trace
 * @param notBefore when another attempt can succeed at the earliest, RFC 3339, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Failure(ErrorCode code, String message, String notBefore) {
  /**
   * How the message of {@link ErrorCode#WrongKeyOrDamaged} begins where it is not known which of
   * the two it is: only then advice about passwords is right.
   */
  public static final String NO_KEY_OPENS = "No key opens ";

  /** A failure that says nothing of the time. */
  public Failure(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** Refuses nulls. */
  public Failure {
    Objects.requireNonNull(code);
    Objects.requireNonNull(message);
  }
}
