package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.controller.status.Reason;

/** There is no telling when a schedule is due; the message says why and what to write. */
final class TimingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  TimingException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** One word for programs. */
  Reason reason() {
    return reason;
  }
}
