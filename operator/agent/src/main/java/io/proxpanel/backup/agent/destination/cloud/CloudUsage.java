package io.proxpanel.backup.agent.destination.cloud;

import java.util.OptionalLong;

/**
 * Room at the service.
 *
 * @param usedBytes by all files of the licence
 * @param quotaBytes of the licence; 0 where the service names none
 */
record CloudUsage(long usedBytes, long quotaBytes) {
  /** What is left, in bytes; empty where nobody knows. */
  OptionalLong freeBytes() {
    return quotaBytes > 0
        ? OptionalLong.of(Math.max(0, quotaBytes - usedBytes))
        : OptionalLong.empty();
  }
}
