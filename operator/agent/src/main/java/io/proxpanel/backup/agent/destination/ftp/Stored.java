package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Compares what a server has with what was sent to it. */
final class Stored {
  private static final int BUFFER = 64 * 1024;

  private final FtpSessions sessions;
  private final FtpErrors errors;
  private final FtpTimeouts timeouts;
  private final String name;

  Stored(FtpSessions sessions, FtpErrors errors, FtpTimeouts timeouts, String name) {
    this.sessions = sessions;
    this.errors = errors;
    this.timeouts = timeouts;
    this.name = name;
  }

  /**
   * Whether the bytes are the same, by the server's hash, or else by reading all of it back.
   *
   * @param mustKnow whether to read it back where the server has no hash; else its length, which is
   *     known to be right, has to do
   */
  boolean matches(SentBytes sent, boolean mustKnow) throws AgentException {
    Optional<String> theirs = hashOfServer(sent.count());
    if (theirs.isPresent()) {
      return theirs.get().equals(sent.hash());
    }
    return !mustKnow || readBack(sent.count()).equals(sent.hash());
  }

  private Optional<String> hashOfServer(long size) throws AgentException {
    try {
      return sessions.attempt(connection -> connection.sha256(name, size));
    } catch (IOException e) {
      // It is an extra: a server that hangs up over it is one without it.
      return Optional.empty();
    }
  }

  private String readBack(long size) throws AgentException {
    MessageDigest digest = SentBytes.sha256();
    byte[] buffer = new byte[BUFFER];
    long count = 0;
    int failed = 0;
    while (count < size) {
      long before = count;
      try (InputStream in = Reading.open(sessions, errors, name, count)) {
        int n = in.read(buffer);
        while (n >= 0) {
          digest.update(buffer, 0, n);
          count += n;
          // More than there should be is another file.
          n = count > size ? -1 : in.read(buffer);
        }
      } catch (IOException e) {
        failed = count > before ? 1 : failed + 1;
        AgentException failure =
            AgentException.from(
                e, ErrorCode.DestinationUnreachable, "Reading back failed: " + e.getMessage());
        if (failed >= timeouts.attempts() || sessions.isClosed()) {
          throw failure;
        }
        sessions.pause(timeouts.pauseAfter(failed));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
