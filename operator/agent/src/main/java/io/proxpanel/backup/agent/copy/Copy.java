package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.Room;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Brings a file to one destination, in a thread of its own: looks what is there, uploads the
 * content while it is being written, and gives it its name when it is proven.
 */
final class Copy implements CopyThreads.Work {
  private final Destination destination;
  private final String fileName;
  private final String uid;
  private final Attempts attempts;
  private final Cleanup cleanup;
  private volatile Store looking;
  private final CompletableFuture<Sight> sight = new CompletableFuture<>();
  private final CompletableFuture<Source> source = new CompletableFuture<>();
  private final CompletableFuture<Manifest> proof = new CompletableFuture<>();
  private final CompletableFuture<DestinationResult> result = new CompletableFuture<>();
  private volatile CountedContent counted;

  /** Where the content comes from; where the upload is there already, that is committed. */
  private record Source(Content content, Store.Upload uploaded) {}

  /**
   * A copy that is to be run.
   *
   * @param pauses before each further attempt
   * @param cleanup ends the connections
   */
  Copy(
      Destination destination,
      String fileName,
      String uid,
      List<Duration> pauses,
      Cleanup cleanup) {
    this.destination = destination;
    this.fileName = fileName;
    this.uid = uid;
    this.attempts = new Attempts(destination.name(), pauses);
    this.cleanup = cleanup;
  }

  @Override
  public Destination destination() {
    return destination;
  }

  CompletableFuture<Sight> sight() {
    return sight;
  }

  @Override
  public CompletableFuture<DestinationResult> result() {
    return result;
  }

  /** Uploads this, also while it grows. */
  void begin(Content content) {
    counted = new CountedContent(PacedContent.of(content, destination.maxBytesPerSecond()));
    source.complete(new Source(counted, null));
  }

  /** How much of the content was read for it; null where it is written there itself. */
  Long sent() {
    CountedContent known = counted;
    return known == null ? null : known.furthest();
  }

  /** Takes what the writer itself has put there under a temporary name. */
  void begin(Store.Upload uploaded) {
    source.complete(new Source(null, uploaded));
  }

  /** The content is whole and what it should be: it may have its name. */
  void proven(Manifest manifest) {
    proof.complete(manifest);
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
    proof.completeExceptionally(why);
  }

  @Override
  public void run() {
    try {
      sight.complete(look());
      Source from = Attempts.await(source);
      // What the writer itself has put there is there or is not.
      result.complete(attempts.make(from.uploaded() == null, again -> bring(from, again)));
    } catch (AgentException e) {
      result.complete(CopyThreads.failed(destination, e));
    } catch (RuntimeException | Error e) {
      // Who waits must not wait for ever.
      AgentException defect = CopyThreads.defect(destination, e);
      sight.complete(new Sight(destination, null, null, defect));
      result.complete(CopyThreads.failed(destination, defect));
    }
  }

  private Sight look() {
    try (Store store = Stores.open(destination, cleanup)) {
      looking = store;
      BackupFolder folder = new BackupFolder(store);
      folder.removeDebris(fileName, uid);
      return Sight.of(folder, destination, fileName, uid);
    } catch (AgentException e) {
      return new Sight(destination, null, null, e);
    }
  }

  private DestinationResult bring(Source from, boolean again) throws AgentException {
    try (Store store = Stores.open(destination, cleanup)) {
      BackupFolder folder = new BackupFolder(store);
      Placement placement = new Placement(folder, fileName, uid);
      if (from.uploaded() != null) {
        placement.commit(from.uploaded(), Attempts.await(proof));
      } else if (!proof.isDone() || !placement.isThere(Attempts.await(proof))) {
        if (again) {
          folder.removeDebris(fileName, uid);
        }
        try (Store.Upload upload = store.upload(fileName, uid, from.content())) {
          placement.commit(upload, Attempts.await(proof));
        }
      }
      if (destination.mustBeReadBack()) {
        new ReadBack(store, fileName, uid, attempts::isCancelled).require(Attempts.await(proof));
      }
      return Room.ofAtLast(store)
          .result(destination.name(), DestinationResult.STORED, folder.location(fileName));
    }
  }
}
