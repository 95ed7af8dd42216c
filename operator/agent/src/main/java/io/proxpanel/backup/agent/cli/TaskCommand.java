package io.proxpanel.backup.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the help says of a {@link JobVerb}. */
@Command(mixinStandardHelpOptions = true)
abstract class TaskCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Dumps, encrypts and stores. */
  @Command(name = "backup", description = "Runs a Backup's Job, from the task in BACKUP_TASK.")
  static final class BackupCommand extends TaskCommand {}

  /** Authenticates and restores. */
  @Command(name = "restore", description = "Runs a Restore's Job, from the task in BACKUP_TASK.")
  static final class RestoreCommand extends TaskCommand {}

  /** Brings a kept database back. */
  @Command(
      name = "swap-back",
      description =
          "Runs a Job that brings a replaced database back, from the task in BACKUP_TASK.")
  static final class SwapBackCommand extends TaskCommand {}

  /** Drops a kept database. */
  @Command(
      name = "drop-kept",
      description = "Runs a Job that drops a replaced database, from the task in BACKUP_TASK.")
  static final class DropKeptCommand extends TaskCommand {}

  /** Removes a Backup's file. */
  @Command(name = "delete", description = "Runs a deletion's Job, from the task in BACKUP_TASK.")
  static final class DeleteCommand extends TaskCommand {}

  /** Looks whether a Backup's file is still there. */
  @Command(name = "check", description = "Runs a check's Job, from the task in BACKUP_TASK.")
  static final class CheckCommand extends TaskCommand {}

  /** Finds out which tenants a database has. */
  @Command(name = "discover", description = "Runs a discovery's Job, from the task in BACKUP_TASK.")
  static final class DiscoverCommand extends TaskCommand {}

  /** Brings a Backup's file to where it is not. */
  @Command(name = "sync", description = "Runs a sync's Job, from the task in BACKUP_TASK.")
  static final class SyncCommand extends TaskCommand {}

  /** Tries what backups will need. */
  @Command(name = "probe", description = "Runs a probe's Job, from the task in BACKUP_TASK.")
  static final class ProbeCommand extends TaskCommand {}

  /** Fetches and stores the configurations of many routers. */
  @Command(
      name = "routers",
      description = "Runs a Job that backs up routers, from the task in BACKUP_TASK.")
  static final class RoutersCommand extends TaskCommand {}

  @Override
  public Integer call() {
    return JobVerb.run(spec.name(), spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
