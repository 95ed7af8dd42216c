package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;

/**
 * Removes what a Backup, or a run over routers, has written. A file under its name that it did not
 * write is left, and that is a success with a warning: the Backup's own file is not there, which is
 * all that a deletion promises, and a failure would only keep the resource for ever.
 */
final class DeleteRun {
  private final TaskContext context;
  private final Task.Delete task;

  DeleteRun(TaskContext context, Task.Delete task) {
    this.context = context;
    this.task = task;
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    FileNames.requireBaseName(task.fileName());
    context.report().stage("deleting");
    EachDestination.run(context.report(), task.destinations(), this::delete);
  }

  private DestinationResult delete(Destination destination) throws AgentException {
    try (Store store = Stores.open(destination, context.cleanup())) {
      BackupFolder folder = new BackupFolder(store);
      if (RouterFiles.isList(task.fileName())) {
        context.report().warn(new RouterSetDeletion(folder, task.fileName(), task.uid()).run());
      }
      return delete(destination, folder);
    }
  }

  private DestinationResult delete(Destination destination, BackupFolder folder)
      throws AgentException {
    String location = folder.location(task.fileName());
    BackupFolder.Deleted deleted = folder.delete(task.fileName(), task.uid());
    if (deleted == BackupFolder.Deleted.NOT_OURS) {
      context
          .report()
          .warn(
              location
                  + " was left: no manifest of this Backup is beside it, so somebody else wrote it;"
                  + " remove it by hand if nobody needs it.");
    }
    return new DestinationResult(
        destination.name(),
        deleted == BackupFolder.Deleted.NOT_OURS
            ? DestinationResult.NOT_OURS
            : DestinationResult.DELETED,
        location,
        null);
  }
}
