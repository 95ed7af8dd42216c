package io.proxpanel.backup.contract;

/**
 * Everything that can go wrong, one code each. The code stands in the agent's result, in status, in
 * events and in the documentation; the sentence beside it says what happened, why, and what to do.
 */
public enum ErrorCode {
  /** The command line cannot be understood. */
  Usage(2, false),
  /** The task document is missing or cannot be read. */
  TaskInvalid(2, false),
  /** A file name has a separator, a {@code ..} or another character that a name must not have. */
  NameInvalid(2, false),
  /** The licence key cannot stand in the header of a file. */
  LicenseKeyInvalid(2, false),
  /** {@code confirmOverwrite} differs from the name of the target database. */
  OverwriteNotConfirmed(2, false),
  /** The file holds something else than the schema of the tenant that is to be restored. */
  OutsideTenant(2, false),

  /** The file does not start with a line that marks a ProxPanel backup. */
  NotABackupFile(3, false),
  /** A V2 file without its licence line, or with one that is too long. */
  LicenseLineMissing(3, false),
  /** The file was decrypted and is not an archive of pg_dump. */
  NotAnArchive(3, false),

  /** Authentication failed: no key opens the file, or a byte of it was changed. */
  WrongKeyOrDamaged(4, false),
  /** The file is shorter than the shortest whole one. */
  FileTruncated(4, false),
  /** The file is longer or shorter than it was when it was stored. */
  FileSizeWrong(4, false),
  /** The archive inside lacks data that its table of contents promises. */
  ArchiveIncomplete(4, true),

  /** The file does not exist. */
  FileMissing(5, false),
  /** A file of that name is there already and belongs to somebody else. */
  FileNameTaken(5, false),
  /** The folder of a destination does not exist. */
  FolderMissing(5, true),
  /** The volume of a destination cannot be written, or a file not be read: permissions or mount. */
  VolumeNotWritable(5, true),
  /** The volume of a destination is full. */
  VolumeFull(5, true),
  /** The name of a destination's server cannot be resolved. */
  DestinationNameUnknown(5, true),
  /** No connection to a destination, or one that was lost. */
  DestinationUnreachable(5, true),
  /** The certificate of a destination is not trusted, is not its own, or has expired. */
  DestinationCertificateRefused(5, true),
  /** The host key of an SSH server is not the one that is expected. */
  DestinationHostKeyRefused(5, true),
  /** A destination refuses the login. */
  DestinationLoginRefused(5, true),
  /** The user of a destination may not do there what is needed. */
  DestinationPermissionDenied(5, true),
  /** A destination has no room for the file. */
  DestinationFull(5, true),
  /** A destination answered in a way that its protocol does not allow, or that does not help. */
  DestinationProtocolError(5, true),
  /** A file may not be deleted yet, because the destination keeps it for a time. */
  FileImmutable(5, true),
  /** Reading or writing failed in another way. */
  InputOutput(5, true),
  /** What was read back differs from what was written. */
  ReadBackFailed(5, true),
  /** The plaintext is longer than the format can hold. */
  FormatLimitExceeded(5, false),
  /** The password or key file is missing or empty. */
  SecretUnreadable(5, true),

  /** No connection to the database server. */
  DatabaseUnreachable(6, true),
  /** The server refuses user or password. */
  DatabaseLoginRefused(6, true),
  /** The server has no database of that name. */
  DatabaseMissing(6, true),
  /** The database has no schema of the tenant. */
  SchemaMissing(6, false),
  /** The database has none of the tables that the backup is to take. */
  NothingToDump(6, false),
  /** The query for tenants fails, or does not return one column with names. */
  TenantQueryFailed(6, false),
  /** The query for routers fails, or does not return the columns name and host. */
  RouterQueryFailed(6, false),
  /** The user may not read a table, or may not write what a restore needs to. */
  DatabasePermissionDenied(6, false),
  /** Another restore, or another session, holds the database. */
  DatabaseBusy(6, true),
  /** A connection pooler that gives each transaction another session stands before the server. */
  PoolerInBetween(6, false),
  /** The server is a standby, or does not let anybody write for another reason. */
  DatabaseReadOnly(6, false),
  /** The target lacks what the backup's objects need: extensions, tablespaces, locks, room. */
  TargetLacksPrerequisites(6, false),
  /** A restore would drop what is outside its scope, or make a function more powerful. */
  RestoreRefused(6, false),
  /** No installed pg_dump is new enough for the server. */
  PgDumpTooOld(6, false),
  /** No installed pg_restore reads the archive. */
  PgRestoreTooOld(6, false),
  /** pg_dump ended with an error. */
  PgDumpFailed(6, true),
  /** pg_restore reported an error; the transaction was rolled back. */
  PgRestoreFailed(6, false),

  /** No Secret has the labels that are selected for routers, or more have them than a run takes. */
  RouterSelectorFailed(5, false),
  /** The name of a router cannot be resolved. */
  RouterNameUnknown(5, true),
  /** No connection to a router, or one that was lost; a router that restarts. */
  RouterUnreachable(5, true),
  /** The certificate of a router is not trusted, is not the pinned one, or has expired. */
  RouterCertificateRefused(5, true),
  /** The SSH host key of a router is not the one that is expected. */
  RouterHostKeyRefused(5, true),
  /** A router refuses user or password. */
  RouterLoginRefused(5, true),
  /** The user of a router lacks a policy, as {@code api}, {@code ftp} or {@code sensitive}. */
  RouterPermissionDenied(5, true),
  /** A router has no room for its export. */
  RouterFull(5, true),
  /** What answers is no router, or a router answers in a way that does not help. */
  RouterProtocolError(5, true),
  /** The export of a router does not end, is empty, or was cut. */
  RouterExportIncomplete(5, true),
  /** A file of a router is larger than a configuration can be. */
  RouterFileTooLarge(5, false),

  /** A Secret or a key in it does not exist (said by the operator, which waits for it). */
  SecretMissing(5, true),
  /** The Backup that a Restore names does not exist or has no file. */
  BackupNotUsable(5, false),
  /** The agent's container ended without a result. */
  AgentLost(5, true),
  /** The agent was told to stop (SIGTERM) before it was done. */
  Interrupted(5, true),
  /** The Job ran longer than {@code activeDeadlineSeconds}. */
  DeadlineExceeded(5, false),
  /** A defect of this software. */
  Internal(5, true);

  private final int exitCode;
  private final boolean retryable;

  ErrorCode(int exitCode, boolean retryable) {
    this.exitCode = exitCode;
    this.retryable = retryable;
  }

  /** The agent's exit code: 2 usage, 3 not a backup, 4 wrong key or damaged, 5 I/O, 6 database. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether the same task can succeed later without a change by a person. */
  public boolean retryable() {
    return retryable;
  }
}
