package io.proxpanel.backup.agent.destination.cloud;

import java.time.Duration;

/**
 * How long the service is waited for.
 *
 * @param connect until a connection stands
 * @param idle for the next bytes to come or to go, and for an answer
 * @param attempts of one request, and of one upload
 * @param pause before the second attempt; doubled before each further one
 */
public record CloudLimits(Duration connect, Duration idle, int attempts, Duration pause) {
  /** Longer than a service with a large file takes to put it where it belongs. */
  private static final Duration USUAL_IDLE = Duration.ofMinutes(2);

  /** Patience for half a minute, beside what requests take. */
  public static CloudLimits standard() {
    return new CloudLimits(Duration.ofSeconds(30), USUAL_IDLE, 5, Duration.ofSeconds(2));
  }

  /** Before an attempt that is not the first, counted from 1. */
  Duration before(int attempt) {
    return pause.multipliedBy(1L << Math.min(attempt - 2, 10));
  }
}
