package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.copy.Fetch;
import io.proxpanel.backup.agent.copy.Scratch;
import io.proxpanel.backup.agent.copy.ScratchBudget;
import io.proxpanel.backup.agent.copy.StoredList;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.router.archive.RouterArchive;
import io.proxpanel.backup.agent.router.drift.NormalizedExport;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good exports of earlier runs, where they are at the same destinations. Every destination
 * has one store, which one router at a time is read from.
 */
public final class PreviousExports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PreviousExports.class);

  /** The archive of a router has two of the largest files that are fetched of one. */
  private static final long MAX_ARCHIVE_BYTES = 80L << 20;

  private final List<Destination> destinations;
  private final KeyCandidate key;
  private final Scratch scratch;
  private final ScratchBudget budget;
  private final Cleanup cleanup;
  private final Map<String, Store> stores = new HashMap<>();
  private final Map<String, Candidate> candidates = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Where the last good export of a router should be.
   *
   * @param destination that has the list which says so
   * @param where the archive
   */
  private record Candidate(Destination destination, RouterList.LastGood where) {}

  /**
   * A last good export that was read, as it was stored.
   *
   * @param where the archive, with its SHA-256
   * @param export in it
   */
  record Found(RouterList.LastGood where, NormalizedExport export) {}

  /**
   * Exports that are to be looked for.
   *
   * @param destinations where, in this order
   * @param key that opens archives that are encrypted, or null
   * @param scratch for archives that are not on a volume
   * @param budget from which their room is taken
   */
  public PreviousExports(
      List<Destination> destinations,
      KeyCandidate key,
      Scratch scratch,
      ScratchBudget budget,
      Cleanup cleanup) {
    this.destinations = List.copyOf(destinations);
    this.key = key;
    this.scratch = scratch;
    this.budget = budget;
    this.cleanup = cleanup;
  }

  /**
   * Reads the lists of earlier runs, the newest first, until it is known of all routers where their
   * last good exports are, or there are no more. A list that cannot be read is no failure.
   */
  public synchronized void look(List<Task.PreviousRun> runs, Set<String> routers)
      throws AgentException {
    for (Task.PreviousRun run : runs) {
      if (!candidates.keySet().containsAll(routers)) {
        look(run);
      }
    }
  }

  private void look(Task.PreviousRun run) throws AgentException {
    for (Destination destination : destinations) {
      try {
        Optional<StoredList> list = StoredList.find(store(destination), run.fileName(), run.uid());
        if (list.isPresent()) {
          list.get().list().routers().forEach(entry -> add(destination, run.uid(), entry));
          return;
        }
      } catch (AgentException e) {
        if (e.code() == ErrorCode.Interrupted) {
          throw e;
        }
        if (e.code() == ErrorCode.WrongKeyOrDamaged) {
          warnings.add(e.getMessage());
        }
        LOG.atWarn()
            .addKeyValue("destination", destination.name())
            .addKeyValue("list", run.fileName())
            .log("the list of an earlier run is not read from there: {}", e.getMessage());
      }
    }
  }

  private void add(Destination destination, String uid, RouterList.Entry entry) {
    if (entry.isGood() && entry.file() != null) {
      candidates.putIfAbsent(
          entry.name(),
          new Candidate(
              destination,
              new RouterList.LastGood(uid, entry.file().name(), entry.file().sha256())));
    } else if (entry.lastGood() != null) {
      candidates.putIfAbsent(entry.name(), new Candidate(destination, entry.lastGood()));
    }
  }

  /** Sentences about lists that could not be read. */
  public synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** What takes much memory. */
  interface Turn<T> {
    T run() throws IOException, AgentException;
  }

  /** Compares for one router at a time, since two exports in memory are what there is room for. */
  synchronized <T> T inTurn(Turn<T> turn) throws IOException, AgentException {
    return turn.run();
  }

  /** Where the last good export of a router should be. */
  public synchronized Optional<RouterList.LastGood> lastGood(String router) {
    return Optional.ofNullable(candidates.get(router)).map(Candidate::where);
  }

  /** The same of many routers, as far as it is known. */
  public List<RouterList.LastGood> lastGood(Collection<String> routers) {
    return routers.stream().flatMap(router -> lastGood(router).stream()).toList();
  }

  /**
   * Reads the last good export of a router; empty when none is known.
   *
   * @throws AgentException why it cannot be compared with
   */
  synchronized Optional<Found> read(String router) throws AgentException {
    Candidate candidate = candidates.get(router);
    if (candidate == null) {
      return Optional.empty();
    }
    RouterList.LastGood where = candidate.where();
    Store store = store(candidate.destination());
    Manifest manifest = manifest(store, where);
    long bytes = manifest.file().sizeBytes();
    if (bytes > MAX_ARCHIVE_BYTES) {
      throw tooLarge(store, where);
    }
    budget.take(bytes);
    try {
      return read(store, where, manifest);
    } finally {
      budget.give(bytes);
    }
  }

  /** By its hash, that of the list, or of the manifest where a later list has the name alone. */
  private Optional<Found> read(Store store, RouterList.LastGood where, Manifest manifest)
      throws AgentException {
    String sha256 = where.sha256() == null ? manifest.file().sha256() : where.sha256();
    try (Fetch fetch = Fetch.from(store, where.file(), scratch, cleanup)) {
      fetch.requireSame(Files.size(fetch.path()), sha256);
      RouterList.LastGood proven = new RouterList.LastGood(where.uid(), where.file(), sha256);
      Optional<NormalizedExport> export = archive(where.file(), fetch).export();
      if (export.isPresent() && export.get().isTooLarge()) {
        throw tooLarge(store, where);
      }
      return export.map(each -> new Found(proven, each));
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "Reading " + store.location(where.file()) + " failed: " + e.getMessage() + ".");
    }
  }

  private static AgentException tooLarge(Store store, RouterList.LastGood where) {
    return new AgentException(
        ErrorCode.FormatLimitExceeded,
        "the export in " + store.location(where.file()) + " is too large to be compared");
  }

  private static Manifest manifest(Store store, RouterList.LastGood where) throws AgentException {
    BackupFolder folder = new BackupFolder(store);
    Manifest manifest =
        folder
            .manifest(where.file())
            .filter(beside -> where.uid().equals(beside.uid()))
            .filter(beside -> beside.file() != null)
            .orElse(null);
    if (manifest == null || !folder.exists(where.file())) {
      throw new AgentException(
          ErrorCode.FileMissing,
          store.location(where.file()) + " is not there any more, or belongs to somebody else");
    }
    return manifest;
  }

  private RouterArchive archive(String name, Fetch fetch) throws IOException, AgentException {
    if (!name.endsWith(RouterFiles.ENCRYPTED)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(fetch.path()))) {
        return RouterArchive.readBounded(name, in);
      }
    }
    if (key == null) {
      throw new AgentException(
          ErrorCode.WrongKeyOrDamaged,
          fetch.name() + " is encrypted, and this run has no encryption password");
    }
    BackupFile.Opened opened =
        BackupFile.authenticate(fetch.path(), fetch.name(), List.of(key), null);
    try (InputStream in = BackupFile.openPlaintext(fetch.path(), opened)) {
      return RouterArchive.readBounded(name, in);
    }
  }

  private Store store(Destination destination) throws AgentException {
    Store known = stores.get(destination.name());
    if (known == null) {
      known = Stores.open(destination, cleanup);
      stores.put(destination.name(), known);
    }
    return known;
  }

  @Override
  public synchronized void close() {
    stores.values().forEach(Store::close);
  }
}
