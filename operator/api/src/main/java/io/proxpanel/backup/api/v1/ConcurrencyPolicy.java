package io.proxpanel.backup.api.v1;

/** What happens at a due time while an earlier Backup of the schedule has not ended. */
public enum ConcurrencyPolicy {
  /** The due time is skipped. */
  Forbid,
  /** The earlier Backup is deleted and a new one made. */
  Replace,
  /** A new Backup is made beside the earlier one. */
  Allow
}
