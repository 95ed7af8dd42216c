package io.proxpanel.backup.agent.router.api;

import java.io.IOException;

/** A router has ended the connection and said so ({@code !fatal}). */
final class FatalException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int MAX_QUOTED = 200;

  FatalException(String reason) {
    super(reason.isEmpty() ? "no reason given" : quoted(reason));
  }

  private static String quoted(String reason) {
    String words = reason.replaceAll("\\p{Cntrl}", "?").strip();
    return words.length() <= MAX_QUOTED ? words : words.substring(0, MAX_QUOTED) + "…";
  }
}
