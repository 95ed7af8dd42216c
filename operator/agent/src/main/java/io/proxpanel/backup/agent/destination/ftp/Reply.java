package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.destination.net.Said;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer of a server (RFC 959, section 4.2).
 *
 * @param code three digits
 * @param lines as they came, with the code in front
 * @param said how they are repeated
 */
record Reply(int code, List<String> lines, Said said) {
  Reply {
    lines = List.copyOf(lines);
  }

  /** An answer to somebody who has told no secret. */
  Reply(int code, List<String> lines) {
    this(code, lines, new Said());
  }

  /** The server will answer once more. */
  boolean isPreliminary() {
    return code / 100 == 1;
  }

  boolean isDone() {
    return code / 100 == 2;
  }

  /** The server waits for the next command of a pair. */
  boolean isHalf() {
    return code / 100 == 3;
  }

  /** Whether the command is unknown to the server, or not done by it. */
  boolean isUnsupported() {
    return code == 500 || code == 501 || code == 502 || code == 504;
  }

  /** Whether a pattern is somewhere in the text. */
  boolean says(Pattern words) {
    return words.matcher(text()).find();
  }

  /** The first match of a pattern in the text. */
  Matcher find(Pattern pattern) {
    return pattern.matcher(text());
  }

  String text() {
    return String.join(" ", lines);
  }

  /** For a message: the server's own words, short, on one line, and without a secret. */
  String quoted() {
    return '"' + said.of(text()) + '"';
  }

  /** Itself, when the server has done what it was told. */
  Reply requireDone() throws ReplyException {
    if (!isDone()) {
      throw new ReplyException(this);
    }
    return this;
  }

  /** Itself, when the server waits for the next command. */
  Reply requireHalf() throws ReplyException {
    if (!isHalf()) {
      throw new ReplyException(this);
    }
    return this;
  }
}
