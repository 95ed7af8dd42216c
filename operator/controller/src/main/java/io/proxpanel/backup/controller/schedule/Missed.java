package io.proxpanel.backup.controller.schedule;

import java.time.Instant;

/**
 * Due times that nobody acted on and nobody will.
 *
 * @param count how many
 * @param last the latest of them, or null when there is none
 */
record Missed(long count, Instant last) {
  static final Missed NONE = new Missed(0, null);

  boolean any() {
    return count > 0;
  }
}
