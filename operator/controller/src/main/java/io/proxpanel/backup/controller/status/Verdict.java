package io.proxpanel.backup.controller.status;

import io.proxpanel.backup.contract.ErrorCode;

/**
 * What a condition says.
 *
 * @param truth {@code True}, {@code False} or {@code Unknown}
 * @param reason one word for programs
 * @param message a sentence that tells a person what is and what to do
 */
public record Verdict(String truth, String reason, String message) {

  /** It is so. */
  public static Verdict yes(Reason reason, String message) {
    return new Verdict("True", reason.name(), message);
  }

  /** It is not so. */
  public static Verdict no(Reason reason, String message) {
    return new Verdict("False", reason.name(), message);
  }

  /** It is not so, and will not be. */
  public static Verdict no(ErrorCode code, String message) {
    return new Verdict("False", code.name(), message);
  }

  /** It is not known yet. */
  public static Verdict unknown(Reason reason, String message) {
    return new Verdict("Unknown", reason.name(), message);
  }

  /** It is not known yet, an attempt having failed. */
  public static Verdict unknown(ErrorCode code, String message) {
    return new Verdict("Unknown", code.name(), message);
  }
}
