package io.proxpanel.backup.agent.router.api;

import java.io.IOException;

/** A router has ended the connection and said so ({@code !fatal}). */
final class FatalException extends IOException {
  private static final long serialVersionUID = 1L;

  FatalException(String reason) {
    super(reason.isEmpty() ? "no reason given" : reason.replaceAll("\\p{Cntrl}", "?").strip());
  }
}
