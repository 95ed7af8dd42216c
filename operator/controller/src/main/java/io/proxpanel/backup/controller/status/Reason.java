package io.proxpanel.backup.controller.status;

/**
 * Why a condition is as it is, where no error of {@link io.proxpanel.backup.contract.ErrorCode}
 * says it.
 */
public enum Reason {
  /** Seen for the first time; nothing was looked at yet. */
  Accepted,
  /** A Secret or a key in it does not exist yet. */
  SecretMissing,
  /** A ConfigMap or a key in it does not exist yet. */
  ConfigMapMissing,
  /** A PersistentVolumeClaim does not exist yet. */
  ClaimMissing,
  /** Two destinations are the same place. */
  DestinationsAlike,
  /** The Backup that a Restore names does not exist yet. */
  BackupMissing,
  /** The Backup that a Restore names has not succeeded yet. */
  BackupNotReady,
  /** A Restore works on the database or is about to. */
  DatabaseBeingRestored,
  /** Backups of the database have to end first. */
  DatabaseInUse,
  /** As many Backups as allowed run already. */
  TooManyBackups,
  /** As many Backups of the database as allowed run already. */
  TooManyBackupsOfDatabase,
  /** The operator lacks a permission. */
  PermissionMissing,
  /** The API server refuses a Job, for instance because a quota is used up. */
  JobRefused,
  /** An attempt is recorded; its Job comes next. */
  Starting,
  /** A Job is at work. */
  Running,
  /** The Job's pod cannot start. */
  PodNotStarting,
  /** The file is stored and was read back. */
  BackupStored,
  /** The configurations of some routers are not stored. */
  RoutersFailed,
  /** The configuration of a router differs from the last good one. */
  ConfigurationChanged,
  /** No configuration differs from the last good one. */
  ConfigurationUnchanged,
  /** There is no last good configuration to compare with. */
  NothingToCompare,
  /** The file is at every destination. */
  AllCopiesStored,
  /** A destination does not have the file. */
  CopiesMissing,
  /** Another file of the same size fits. */
  RoomForNext,
  /** Another file of the same size would not fit at a destination. */
  NoRoomForNext,
  /** The role that made the backup can restore all of it. */
  Whole,
  /** Something is not in the file, or not for the role that made it to restore. */
  Partly,
  /** Whether all can be restored could not be found out. */
  NotKnown,
  /** The data is back. */
  DataRestored,
  /** The file stays until a Restore that reads it has ended. */
  RestoreRunning,
  /** The archives stay while other MikrotikBackups refer to them. */
  ReferredTo,
  /** The archives stay until a MikrotikBackup has ended that may come to refer to them. */
  MayBeReferredTo,
  /** A running Job has to end before its file can be deleted. */
  JobStopping,
  /** The file is being deleted. */
  Deleting,
  /** The file could not be deleted yet. */
  DeletionFailed,
  /** The BackupSchedule that a Backup takes its settings from does not exist yet. */
  ScheduleMissing,
  /** The schedule makes Backups. */
  Scheduled,
  /** A person has suspended the schedule. */
  Suspended,
  /** What the schedule's Backups will need is being tried. */
  Checking,
  /** The schedule's database cannot be backed up as things are. */
  DatabaseNotReady,
  /** A destination of the schedule cannot be used as things are. */
  DestinationsNotReady,
  /** None of the schedule's routers can be logged in to as things are. */
  RoutersNotReady,
  /** What the schedule's Backups will need could not be tried. */
  CheckFailed,
  /** The operator does not know the schedule's time zone. */
  TimeZoneUnknown,
  /** There is no telling when the schedule is due. */
  ScheduleInvalid,
  /** The schedule's expression names no day that exists. */
  NeverDue,
  /** The API server refuses the schedule's Backup. */
  BackupRefused,
  /** No Backup of the schedule has ended yet. */
  NothingYet,
  /** The schedule's last Backup has failed. */
  BackupFailed,
  /** A due time was skipped, since an earlier Backup had not ended. */
  RunSkipped,
  /** A due time has passed that nobody acted on. */
  RunMissed,
  /** The tenants of the schedule's database could not be found out. */
  DiscoveryFailed,
  /** The schedule's database has no tenants to back up. */
  NoTenants,
  /** Retention deleted nothing: the newest good backup is not where it was stored. */
  NewestBackupNotFound
}
