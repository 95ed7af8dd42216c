package io.proxpanel.backup.controller.status;

import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RunStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What status says about attempts.
 *
 * @param phase the phase, or null before anything was written
 * @param count how many attempts were recorded
 * @param next when the next one starts, or null
 */
public record Attempts(Phase phase, int count, Instant next) {

  /** Of a status, which may be null. */
  public static Attempts of(RunStatus status) {
    return status == null
        ? new Attempts(null, 0, null)
        : of(status.phase, status.attempts, status.nextAttemptTime);
  }

  private static Attempts of(Phase phase, Integer count, String next) {
    return new Attempts(
        phase,
        Optional.ofNullable(count).orElse(0),
        Optional.ofNullable(next).map(Times::parse).orElse(null));
  }

  /** It has ended, one way or the other, for ever. */
  public boolean isOver() {
    return phase != null && phase.isEnd();
  }

  /** An attempt is recorded whose end is not. */
  public boolean isUnderWay() {
    return hasBegun() && next == null;
  }

  /** An attempt was recorded, and it has not ended for ever: it may be between two attempts. */
  public boolean hasBegun() {
    return !isOver() && count > 0;
  }

  /** The time of the next attempt has come, or there is nothing to wait for. */
  public boolean isDue(Instant now) {
    return next == null || !next.isAfter(now);
  }

  /** What has to be looked at now. */
  public Look look(Instant now) {
    if (isUnderWay()) {
      return Look.AGENT;
    }
    return isOver() || !isDue(now) ? Look.NOTHING : Look.SURROUNDINGS;
  }
}
