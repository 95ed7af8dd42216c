package io.proxpanel.backup.agent.destination.s3;

import java.time.Duration;

/**
 * How large the parts of a file are, and how long a service is waited for.
 *
 * @param smallBytes up to this length a file is kept in memory and sent by its commit
 * @param partBytes of the first parts, at least 5 MiB, which is the least that services take
 * @param connect until a connection stands
 * @param answer until anything comes back
 * @param attempts of one request
 * @param pause before the second attempt; doubled before each further one, to at most 20 s
 */
public record S3Limits(
    int smallBytes,
    long partBytes,
    Duration connect,
    Duration answer,
    int attempts,
    Duration pause) {
  /** What a file's parts may be at most. */
  static final int MAX_PARTS = 10_000;

  private static final int EQUAL_PARTS = 5000;
  private static final int PARTS_BETWEEN_GROWTH = 500;
  private static final int MAX_DOUBLINGS = 8;

  /** Parts of 16 MiB, and patience for a minute. */
  public static S3Limits standard() {
    return new S3Limits(
        1 << 20,
        16L << 20,
        Duration.ofSeconds(30),
        Duration.ofSeconds(90),
        8,
        Duration.ofMillis(500));
  }

  /**
   * Length of a part that is not the last. Nobody knows how long a file that is still being written
   * will be: so the first 5,000 parts are of the same size, as some services want it, and the rest
   * grows so fast that 10,000 of them hold more than the 5 TiB that a file may have.
   *
   * @param number of the part, from 1
   */
  long partBytes(int number) {
    if (number <= EQUAL_PARTS) {
      return partBytes;
    }
    int doublings = 1 + (number - EQUAL_PARTS - 1) / PARTS_BETWEEN_GROWTH;
    return partBytes << Math.min(doublings, MAX_DOUBLINGS);
  }
}
