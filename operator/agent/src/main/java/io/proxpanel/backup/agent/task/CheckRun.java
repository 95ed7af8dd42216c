package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.FileList;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks whether what a Backup has stored is still there. Names, owners and lengths are looked at
 * and no content is read but that of a list of routers: it is cheap enough to be done often.
 */
final class CheckRun {
  private final TaskContext context;
  private final Task.Check task;

  CheckRun(TaskContext context, Task.Check task) {
    this.context = context;
    this.task = task;
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    FileNames.requireBaseName(task.fileName());
    if (task.destinations().isEmpty()) {
      throw new AgentException(ErrorCode.TaskInvalid, "The task has no destination to look at.");
    }
    context.report().stage("checking");
    if (task.listFiles()) {
      list();
    }
    EachDestination.runAny(context.report(), task.destinations(), this::check);
  }

  private void list() throws AgentException {
    SortedSet<String> names = new TreeSet<>();
    AgentException last = null;
    int looked = 0;
    for (Destination destination : task.destinations()) {
      try (Store store = Stores.open(destination, context.cleanup())) {
        names.addAll(new BackupFolder(store).backupFiles());
        looked++;
      } catch (AgentException e) {
        // The check of the file itself tells what is wrong there.
        last = e;
      }
    }
    if (looked == 0) {
      throw last;
    }
    FileList files = new FileList(List.copyOf(names));
    context.report().document(DocumentPrinter.print(files, context.output()));
  }

  private DestinationResult check(Destination destination) throws AgentException {
    try (Store store = Stores.open(destination, context.cleanup())) {
      DestinationResult present = check(destination, new BackupFolder(store));
      if (RouterFiles.isList(task.fileName())) {
        new RouterSetCheck(destination, store, task.fileName(), task.uid()).run();
      }
      return present;
    }
  }

  private DestinationResult check(Destination destination, BackupFolder folder)
      throws AgentException {
    String name = task.fileName();
    String file = folder.location(name) + " of the destination \"" + destination.name() + "\"";
    if (!folder.exists(name)) {
      throw new AgentException(
          ErrorCode.FileMissing,
          "The file "
              + file
              + " is not there any more: look who removed it, and make another backup.");
    }
    if (folder.manifest(name).filter(manifest -> task.uid().equals(manifest.uid())).isEmpty()) {
      throw new AgentException(
          ErrorCode.FileNameTaken,
          "The file "
              + file
              + " is not this Backup's: no manifest of this Backup is beside it, so somebody else"
              + " wrote it, or the manifest was removed; do not rely on it, and make another"
              + " backup.");
    }
    OptionalLong size = folder.size(name);
    if (size.isEmpty() || size.getAsLong() != task.sizeBytes()) {
      throw new AgentException(
          ErrorCode.FileSizeWrong,
          "The file "
              + file
              + (size.isEmpty()
                  ? " is no plain file any more"
                  : " has " + size.getAsLong() + " bytes")
              + " and had "
              + task.sizeBytes()
              + " bytes when it was stored: do not rely on it, check the volume, and make another"
              + " backup.");
    }
    return new DestinationResult(
        destination.name(), DestinationResult.PRESENT, folder.location(name), null);
  }
}
