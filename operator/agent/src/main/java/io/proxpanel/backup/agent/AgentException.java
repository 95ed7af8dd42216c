package io.proxpanel.backup.agent;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.io.IOException;
import java.time.Instant;

/** Ends what the agent does, with a code for programs and a sentence for people. */
public final class AgentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final Instant notBefore;

  /**
   * A failure that was found here.
   *
   * @param code from the one list
   * @param message one sentence: what happened, why, what to do; never a secret
   */
  public AgentException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * A failure that has a technical cause.
   *
   * @param code from the one list
   * @param message one sentence: what happened, why, what to do; never a secret
   * @param cause for those who debug; people never see it
   */
  public AgentException(ErrorCode code, String message, Throwable cause) {
    this(code, message, null, cause);
  }

  /**
   * A failure that time mends.
   *
   * @param code from the one list
   * @param message one sentence: what happened, why, what to do; never a secret
   * @param notBefore when another attempt can succeed at the earliest, or null
   * @param cause for those who debug; people never see it
   */
  public AgentException(ErrorCode code, String message, Instant notBefore, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.notBefore = notBefore;
  }

  /** The code, which also decides the exit code. */
  public ErrorCode code() {
    return code;
  }

  /** The same for the contract. */
  public Failure failure() {
    return new Failure(code, getMessage(), notBefore == null ? null : notBefore.toString());
  }

  /** The same for the inside of a stream, whose methods can throw nothing else. */
  public IOException asIOException() {
    return new IOException(getMessage(), this);
  }

  /**
   * The failure that a stream's exception carries from {@link #asIOException}, or else a new one.
   *
   * @param e from a stream
   * @param otherwise code of the new one
   * @param message of the new one
   */
  public static AgentException from(IOException e, ErrorCode otherwise, String message) {
    return e.getCause() instanceof AgentException agent
        ? agent
        : new AgentException(otherwise, message, e);
  }
}
