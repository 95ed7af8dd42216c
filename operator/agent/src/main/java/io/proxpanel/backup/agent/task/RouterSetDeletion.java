package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Removes the archives of a run over routers at one destination, also where its list was never
 * written. The list itself goes afterwards: as long as it is there, another deletion finds its way.
 *
 * @param folder where
 * @param listName of the run
 * @param uid of the resource that wrote them
 */
record RouterSetDeletion(BackupFolder folder, String listName, String uid) {
  private static final int NAMED = 5;

  /**
   * Removes them.
   *
   * @return a warning about files of others that have such names, or null
   */
  String run() throws AgentException {
    folder.removeUnfinished(listName, uid);
    List<String> left = new ArrayList<>();
    for (String name : archives()) {
      if (folder.deleteNamed(name, uid) == BackupFolder.Deleted.NOT_OURS) {
        left.add(name);
      }
    }
    return left.isEmpty() ? null : warning(left);
  }

  /** Names of archives that are there, or of which a manifest is left. */
  private SortedSet<String> archives() throws AgentException {
    SortedSet<String> archives = new TreeSet<>();
    for (String entry : folder.entries(each -> isArchive(file(each))).keySet()) {
      archives.add(file(entry));
    }
    return archives;
  }

  private boolean isArchive(String name) {
    return RouterFiles.isArchiveOf(listName, name);
  }

  /** The file that a manifest is of, or itself. */
  private static String file(String name) {
    return name.endsWith(Manifest.SUFFIX)
        ? name.substring(0, name.length() - Manifest.SUFFIX.length())
        : name;
  }

  private String warning(List<String> left) throws AgentException {
    boolean one = left.size() == 1;
    return Named.some(left, NAMED)
        + " beside "
        + folder.location(listName)
        + (one ? " was" : " were")
        + " left: no manifest of this Backup is beside "
        + (one ? "it" : "them")
        + ", so somebody else wrote "
        + (one ? "it; remove it" : "them; remove them")
        + " by hand if nobody needs "
        + (one ? "it." : "them.");
  }
}
