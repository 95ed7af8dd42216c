package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.StoredList;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Looks whether all that the list of a run over routers names is where the list is, by one look at
 * the folder: its own archives, and those of older runs that stand for the ones of routers that had
 * not changed.
 *
 * @param destination where
 * @param store of the destination
 * @param listName of the run; the list was looked at
 * @param uid of the resource that wrote them
 */
record RouterSetCheck(Destination destination, Store store, String listName, String uid) {
  private static final int NAMED = 3;

  /**
   * Looks.
   *
   * @throws AgentException {@code WrongKeyOrDamaged} when the list is not as it was; {@code
   *     FileMissing} or {@code FileSizeWrong} when an archive is not; {@code FileNameTaken} when
   *     nothing says any more whose it is
   */
  void run() throws AgentException {
    StoredList list =
        StoredList.find(store, listName, uid).orElseThrow(() -> missing(List.of(listName)));
    Map<String, OptionalLong> lengths = lengths(list);
    Set<String> wanted = new HashSet<>(lengths.keySet());
    lengths.keySet().forEach(name -> wanted.add(name + Manifest.SUFFIX));
    Map<String, FileEntry> there = new BackupFolder(store).entries(wanted::contains);
    List<String> missing = new ArrayList<>();
    List<String> otherLength = new ArrayList<>();
    List<String> withoutManifest = new ArrayList<>();
    for (Map.Entry<String, OptionalLong> named : lengths.entrySet()) {
      String name = named.getKey();
      FileEntry entry = there.get(name);
      if (entry == null) {
        missing.add(name);
      } else if (named.getValue().isPresent() && !entry.sizeBytes().equals(named.getValue())) {
        otherLength.add(name);
      } else if (!there.containsKey(name + Manifest.SUFFIX)) {
        withoutManifest.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw missing(missing);
    }
    if (!otherLength.isEmpty()) {
      throw new AgentException(
          ErrorCode.FileSizeWrong,
          files(otherLength)
              + (otherLength.size() == 1
                  ? " has another length than it"
                  : " have other lengths than they")
              + " had when stored: do not rely on what is there, check the volume, and make another"
              + " backup.");
    }
    if (!withoutManifest.isEmpty()) {
      throw new AgentException(
          ErrorCode.FileNameTaken,
          files(withoutManifest)
              + (withoutManifest.size() == 1
                  ? " has no manifest beside it"
                  : " have no manifests beside them")
              + " any more, so that nothing says whose it is: look who removed that, and make"
              + " another backup.");
    }
  }

  /** All archives that the list names, with their lengths where it says them. */
  private static Map<String, OptionalLong> lengths(StoredList list) {
    Map<String, OptionalLong> lengths = new LinkedHashMap<>();
    list.archives().forEach(own -> lengths.put(own.name(), OptionalLong.of(own.sizeBytes())));
    list.referred().forEach(older -> lengths.putIfAbsent(older.file(), OptionalLong.empty()));
    return lengths;
  }

  private AgentException missing(List<String> names) {
    return new AgentException(
        ErrorCode.FileMissing,
        files(names)
            + (names.size() == 1 ? " is" : " are")
            + " not there any more: look who removed "
            + (names.size() == 1 ? "it" : "them")
            + ", and make another backup.");
  }

  private String files(List<String> names) {
    return (names.size() == 1 ? "The file " : "The files ")
        + Named.some(names, NAMED)
        + " in "
        + store.place()
        + " of the destination \""
        + destination.name()
        + "\"";
  }
}
