package io.proxpanel.backup.api.v1;

/** What of a database is backed up. */
public enum BackupType {
  /** All of it, or all of a tenant. */
  Full,
  /** What a panel does for its customers; one of a panel's two legacy types. */
  Data,
  /** How a panel is set up; one of a panel's two legacy types. */
  Config
}
