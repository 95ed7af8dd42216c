package io.proxpanel.backup.controller.status;

import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RestoreStatus;
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

  /** Of a Backup; its status may be null. */
  public static Attempts of(BackupStatus status) {
    return status == null
        ? new Attempts(null, 0, null)
        : of(status.phase, status.attempts, status.nextAttemptTime);
  }

  /** Of a Restore; its status may be null. */
  public static Attempts of(RestoreStatus status) {
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
    return phase == Phase.Succeeded || phase == Phase.Failed;
  }

  /** An attempt is recorded whose end is not. */
  public boolean isUnderWay() {
    return !isOver() && count > 0 && next == null;
  }
}
