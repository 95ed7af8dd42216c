package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Room;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Brings many files to one destination, one after another over one store, since a server may allow
 * few connections. A further attempt goes on with what is missing.
 */
final class SetCopy implements CopyThreads.Work {
  private final Destination destination;
  private final String lastName;
  private final String uid;
  private final Attempts attempts;
  private final Cleanup cleanup;
  private volatile Store looking;
  private final Set<String> brought = new HashSet<>();
  private final CompletableFuture<SetSight> sight = new CompletableFuture<>();
  private final CompletableFuture<List<SetFile>> source = new CompletableFuture<>();
  private final CompletableFuture<DestinationResult> result = new CompletableFuture<>();

  /**
   * A copy that is to be run.
   *
   * @param lastName of the file that is stored last
   * @param pauses before each further attempt
   * @param cleanup ends the connections
   */
  SetCopy(
      Destination destination,
      String lastName,
      String uid,
      List<Duration> pauses,
      Cleanup cleanup) {
    this.destination = destination;
    this.lastName = lastName;
    this.uid = uid;
    this.attempts = new Attempts(destination.name(), pauses);
    this.cleanup = cleanup;
  }

  @Override
  public Destination destination() {
    return destination;
  }

  CompletableFuture<SetSight> sight() {
    return sight;
  }

  @Override
  public CompletableFuture<DestinationResult> result() {
    return result;
  }

  /** Brings these, in this order. */
  void begin(List<SetFile> files) {
    source.complete(List.copyOf(files));
  }

  @Override
  public Optional<AgentException> trouble() {
    Store known = looking;
    return known == null ? Optional.empty() : known.trouble();
  }

  @Override
  public void cancel(AgentException why) {
    attempts.cancel(why);
    source.completeExceptionally(why);
  }

  @Override
  public void run() {
    try {
      sight.complete(look());
      List<SetFile> files = Attempts.await(source);
      result.complete(attempts.make(true, again -> bring(files)));
    } catch (AgentException e) {
      result.complete(CopyThreads.failed(destination, e));
    } catch (RuntimeException | Error e) {
      // Who waits must not wait for ever.
      AgentException defect = CopyThreads.defect(destination, e);
      sight.complete(unseen(defect));
      result.complete(CopyThreads.failed(destination, defect));
    }
  }

  /** Nothing could be seen. */
  SetSight unseen(AgentException why) {
    return new SetSight(new Sight(destination, null, null, why), name -> false);
  }

  private SetSight look() {
    try (Store store = Stores.open(destination, cleanup)) {
      looking = store;
      BackupFolder folder = new BackupFolder(store);
      folder.removeDebris(lastName, uid);
      SeenNames names = new SeenNames();
      folder.tellNames(names);
      names.requireAll(store.place());
      return new SetSight(Sight.of(folder, destination, lastName, uid), names::contains);
    } catch (AgentException e) {
      return unseen(e);
    }
  }

  private DestinationResult bring(List<SetFile> files) throws AgentException {
    try (Store store = Stores.open(destination, cleanup)) {
      BackupFolder folder = new BackupFolder(store);
      folder.removeUnfinished(lastName, uid);
      Set<String> there = folder.entries(namesOf(files)::contains).keySet();
      for (SetFile file : files) {
        attempts.requireWanted();
        if (!brought.contains(file.name())) {
          bring(file, store, folder, there);
          brought.add(file.name());
        }
      }
      return Room.ofAtLast(store)
          .result(destination.name(), DestinationResult.STORED, folder.location(lastName));
    }
  }

  private static Set<String> namesOf(List<SetFile> files) {
    Set<String> names = new HashSet<>();
    for (SetFile file : files) {
      names.add(file.name());
      names.add(file.name() + Manifest.SUFFIX);
    }
    return names;
  }

  private void bring(SetFile file, Store store, BackupFolder folder, Set<String> there)
      throws AgentException {
    String name = file.name();
    boolean known = there.contains(name) || there.contains(name + Manifest.SUFFIX);
    if (known) {
      folder.removeRemains(name, uid);
    }
    Placement placement = new Placement(folder, name, uid);
    if (!known || !placement.isThere(file.manifest())) {
      try (Store.Upload upload = upload(file, store)) {
        placement.commit(upload, file.manifest());
      }
    }
    if (destination.mustBeReadBack()) {
      new ReadBack(store, name, uid, attempts::isCancelled).require(file.manifest());
    }
  }

  private Store.Upload upload(SetFile file, Store store) throws AgentException {
    return store.upload(
        file.name(), uid, PacedContent.of(file.content(), destination.maxBytesPerSecond()));
  }
}
