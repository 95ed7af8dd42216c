package io.proxpanel.backup.agent.router.drift;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an export without what a terminal adds: escape sequences (ECMA-48), carriage returns
 * and NUL. RouterOS writes these three inside values as escapes ({@code \r}, {@code \1B}), so that
 * nothing of the configuration goes.
 */
final class PlainBytes {
  private static final int ESCAPE = 0x1b;
  private static final int BELL = 0x07;
  private static final int NOTHING = -2;

  private final InputStream in;
  private final long limit;
  private long read;
  private int pushedBack = NOTHING;

  PlainBytes(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * The next byte, -1 at the end.
   *
   * @throws AgentException {@code FormatLimitExceeded} past the limit
   */
  int next() throws IOException, AgentException {
    int c = raw();
    while (c == ESCAPE || c == '\r' || c == 0) {
      if (c == ESCAPE) {
        skipSequence();
      }
      c = raw();
    }
    return c;
  }

  private void skipSequence() throws IOException, AgentException {
    int c = raw();
    if (c == '[') {
      skipControlSequence();
    } else if (c == ']') {
      skipOperatingSystemCommand();
    } else {
      // Intermediate bytes, then one that ends it.
      while (c >= ' ' && c <= '/') {
        c = raw();
      }
      pushBackIfNotPartOfSequence(c, '0');
    }
  }

  private void skipControlSequence() throws IOException, AgentException {
    int c = raw();
    while (c >= ' ' && c <= '?') {
      c = raw();
    }
    pushBackIfNotPartOfSequence(c, '@');
  }

  private void skipOperatingSystemCommand() throws IOException, AgentException {
    int c = raw();
    while (c >= ' ') {
      c = raw();
    }
    if (c == ESCAPE) {
      pushBackIfNotPartOfSequence(raw(), '\\');
    } else if (c != BELL) {
      pushedBack = c;
    }
  }

  /** A sequence that was cut must not swallow the end of its line. */
  private void pushBackIfNotPartOfSequence(int c, int least) {
    if (c < least || c > '~') {
      pushedBack = c;
    }
  }

  private int raw() throws IOException, AgentException {
    if (pushedBack != NOTHING) {
      int c = pushedBack;
      pushedBack = NOTHING;
      return c;
    }
    int c = in.read();
    if (c >= 0 && ++read > limit) {
      throw new AgentException(
          ErrorCode.FormatLimitExceeded,
          "The router's export is longer than "
              + limit
              + " bytes and was not compared: exports of that size are most likely address lists"
              + " that a script fills; let it fill them with a timeout, which keeps them out of the"
              + " export.");
    }
    return c;
  }
}
