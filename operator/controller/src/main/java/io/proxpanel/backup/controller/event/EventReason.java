package io.proxpanel.backup.controller.event;

/** Why an event is written. Failures have the name of their error code as type of failure. */
public enum EventReason {
  /** A Job was started. */
  Started,
  /** The file is stored and was read back. */
  Stored,
  /** A destination has the file that it did not have when others had. */
  CopyStored,
  /** A destination does not have the file that others have. */
  CopyMissing,
  /** A Backup that has ended was given another destination. */
  DestinationAdded,
  /** Another file of the same size would not fit at a destination. */
  NoRoomForNext,
  /** The configuration of a router differs from the last good one. */
  ConfigurationChanged,
  /** The configuration of a router is not stored. */
  RouterFailed,
  /** The data is back. */
  Restored,
  /** The database that was replaced is kept for a while. */
  DatabaseKept,
  /** The database that was replaced was dropped when its time was over. */
  KeptDatabaseDropped,
  /** The database that was replaced could not be dropped. */
  KeptDatabaseLeft,
  /** Objects that the target had and the backup has not are gone. */
  Dropped,
  /** The data is back, and something is not as it was when it was dumped. */
  NotRestored,
  /** Something is waited for. */
  Waiting,
  /** The agent says something that people should know. */
  Warning,
  /** An attempt failed and is tried again. */
  AttemptFailed,
  /** It failed and is not tried again. */
  Failed,
  /** The file was deleted. */
  FilesDeleted,
  /** The file could not be deleted yet. */
  DeletionFailed,
  /** The file was left where it is. */
  FilesLeft,
  /** This version of the operator does not understand the resource. */
  Unreadable,
  /** The operator lacks a permission. */
  PermissionMissing,
  /** A schedule has made a Backup. */
  BackupCreated,
  /** A schedule has deleted a Backup that had not ended, to make another. */
  BackupReplaced,
  /** A Backup of a schedule has succeeded. */
  BackupSucceeded,
  /** A Backup of a schedule has failed. */
  BackupFailed,
  /** A schedule has skipped a due time. */
  RunSkipped,
  /** A schedule has missed due times. */
  RunMissed,
  /** A schedule asks its database for the tenants. */
  DiscoveryStarted,
  /** A schedule has found out the tenants and made their Backups. */
  TenantsFound,
  /** A tenant cannot be backed up. */
  TenantRefused,
  /** All Backups of a schedule's tenants have ended. */
  TenantsDone,
  /** Retention has deleted Backups. */
  BackupsPruned,
  /** Retention has deleted nothing, since something is wrong. */
  RetentionStopped,
  /** There are files that belong to no Backup. */
  FilesWithoutBackup,
  /** A schedule is ready, suspended, or cannot make Backups. */
  ScheduleState
}
