package io.proxpanel.backup.api.v1;

/** What becomes of the database's other sessions during a restore. */
public enum RestoreConnections {
  /** They are ended, as far as the role that restores may do that. */
  Refuse,
  /** They are left alone. */
  Leave
}
