package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterList;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a run over routers has stored at one destination, each file proven to be as it was
 * stored, where it can be read more than once.
 */
public final class FetchedSet implements AutoCloseable {
  private final StoredList list;
  private final List<Fetch> fetched = new ArrayList<>();
  private final List<SetFile> files = new ArrayList<>();

  private FetchedSet(StoredList list) {
    this.list = list;
  }

  /**
   * Fetches it.
   *
   * @param listName of the run
   * @param uid of the resource that it belongs to
   * @param sha256 of the list, hexadecimal, or null for any that is the resource's
   * @param scratch the space for the copies
   * @throws AgentException {@code WrongKeyOrDamaged} when a file is not as it was stored; {@code
   *     FileMissing}; or as {@link Fetch#of}
   */
  public static FetchedSet of(
      Destination source,
      String listName,
      String uid,
      String sha256,
      Scratch scratch,
      Cleanup cleanup)
      throws AgentException {
    try (Store store = Stores.open(source, cleanup)) {
      StoredList list =
          StoredList.find(store, listName, uid)
              .filter(found -> sha256 == null || sha256.equals(found.manifest().file().sha256()))
              .orElseThrow(() -> Fetch.notAsStored(store.location(listName)));
      FetchedSet set = new FetchedSet(list);
      try {
        for (RouterList.StoredArchive archive : list.archives()) {
          set.add(store, archive, uid, scratch, cleanup);
        }
        set.files.add(list.file());
        return set;
      } catch (AgentException | RuntimeException e) {
        set.close();
        throw e;
      }
    }
  }

  private void add(
      Store store, RouterList.StoredArchive archive, String uid, Scratch scratch, Cleanup cleanup)
      throws AgentException {
    String name = archive.name();
    Manifest manifest =
        new BackupFolder(store)
            .manifest(name)
            .filter(beside -> uid.equals(beside.uid()))
            .filter(beside -> beside.file() != null)
            .filter(beside -> name.equals(beside.file().name()))
            .filter(beside -> archive.sha256().equals(beside.file().sha256()))
            .orElseThrow(() -> Fetch.notAsStored(store.location(name)));
    Fetch fetch = Fetch.from(store, name, scratch, cleanup);
    fetched.add(fetch);
    fetch.requireSame(archive.sizeBytes(), archive.sha256());
    files.add(SetFile.of(fetch.path(), manifest));
  }

  /** What became of the routers. */
  public RouterList list() {
    return list.list();
  }

  /** What stands beside the list. */
  public Manifest manifest() {
    return list.manifest();
  }

  /** All files, the list last. */
  public List<SetFile> files() {
    return List.copyOf(files);
  }

  @Override
  public void close() {
    fetched.forEach(Fetch::close);
  }
}
