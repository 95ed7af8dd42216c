package io.proxpanel.backup.agent.destination.ftp;

import java.time.Duration;

/**
 * How long a server is waited for.
 *
 * @param connect for a connection, control or data
 * @param reply for an answer on the control connection
 * @param idle for the next bytes of a data connection, or for room to send the next ones
 * @param attempts how often in a row a lost connection is made again without a byte getting further
 * @param pause before the second of these attempts; it doubles from one to the next
 */
public record FtpTimeouts(
    Duration connect, Duration reply, Duration idle, int attempts, Duration pause) {
  private static final int MAX_DOUBLINGS = 5;

  /** What fits servers on the internet: a server that starts again is waited for a minute. */
  public static FtpTimeouts defaults() {
    return new FtpTimeouts(
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(120),
        7,
        Duration.ofSeconds(1));
  }

  /** The pause after so many attempts that came to nothing, from one on. */
  Duration pauseAfter(int failed) {
    return pause.multipliedBy(1L << Math.min(failed - 1, MAX_DOUBLINGS));
  }

  int connectMillis() {
    return Math.toIntExact(connect.toMillis());
  }

  int replyMillis() {
    return Math.toIntExact(reply.toMillis());
  }

  int idleMillis() {
    return Math.toIntExact(idle.toMillis());
  }
}
