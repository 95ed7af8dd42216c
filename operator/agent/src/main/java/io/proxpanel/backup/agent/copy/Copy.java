package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.Room;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a file to one destination, in a thread of its own: looks what is there, uploads the
 * content while it is being written, and gives it its name when it is proven.
 */
final class Copy implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Copy.class);

  private final Destination destination;
  private final String fileName;
  private final String uid;
  private final List<Duration> pauses;
  private final Cleanup cleanup;
  private final CompletableFuture<Sight> sight = new CompletableFuture<>();
  private final CompletableFuture<Source> source = new CompletableFuture<>();
  private final CompletableFuture<Manifest> proof = new CompletableFuture<>();
  private final CompletableFuture<AgentException> cancelled = new CompletableFuture<>();
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
    this.pauses = List.copyOf(pauses);
    this.cleanup = cleanup;
  }

  Destination destination() {
    return destination;
  }

  CompletableFuture<Sight> sight() {
    return sight;
  }

  CompletableFuture<DestinationResult> result() {
    return result;
  }

  /** Uploads this, also while it grows. */
  void begin(Content content) {
    Long limit = destination.maxBytesPerSecond();
    counted = new CountedContent(limit == null ? content : new PacedContent(content, limit));
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

  /** Ends it, with this as its result, wherever it stands; what is stored stays. */
  void cancel(AgentException why) {
    cancelled.complete(why);
    source.completeExceptionally(why);
    proof.completeExceptionally(why);
  }

  @Override
  public void run() {
    try {
      sight.complete(look());
      result.complete(attempts());
    } catch (AgentException e) {
      result.complete(failed(e));
    } catch (RuntimeException | Error e) {
      // Who waits must not wait for ever; the log has what a developer needs.
      LOG.atError().addKeyValue("destination", destination.name()).setCause(e).log("defect");
      AgentException defect =
          new AgentException(
              ErrorCode.Internal,
              "The agent has a defect ("
                  + e.getClass().getSimpleName()
                  + " at the destination \""
                  + destination.name()
                  + "\"): report it with the log of the Job.");
      sight.complete(new Sight(destination, null, null, defect));
      result.complete(failed(defect));
    }
  }

  private Sight look() {
    try (Store store = Stores.open(destination, cleanup)) {
      BackupFolder folder = new BackupFolder(store);
      folder.removeDebris(fileName, uid);
      if (!folder.exists(fileName)) {
        return new Sight(destination, null, null, null);
      }
      Optional<Manifest> ours =
          folder.owns(fileName, uid) ? folder.manifest(fileName) : Optional.empty();
      return new Sight(
          destination,
          ours.isPresent() ? null : folder.taken(fileName, null),
          ours.orElse(null),
          null);
    } catch (AgentException e) {
      return new Sight(destination, null, null, e);
    }
  }

  private DestinationResult attempts() throws AgentException {
    Source from = await(source);
    int attempt = 0;
    while (true) {
      try {
        return bring(from, attempt > 0);
      } catch (AgentException e) {
        boolean last =
            from.uploaded() != null
                || attempt == pauses.size()
                || !e.code().retryable()
                || cancelled.isDone();
        if (last) {
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("destination", destination.name())
            .addKeyValue("attempt", attempt + 1)
            .log("trying again after {} s: {}", pauses.get(attempt).toSeconds(), e.getMessage());
        pause(pauses.get(attempt));
        attempt++;
      }
    }
  }

  private DestinationResult bring(Source from, boolean again) throws AgentException {
    try (Store store = Stores.open(destination, cleanup)) {
      BackupFolder folder = new BackupFolder(store);
      if (from.uploaded() != null) {
        commit(folder, from.uploaded());
      } else if (!proof.isDone() || !isThere(folder, await(proof))) {
        if (again) {
          folder.removeDebris(fileName, uid);
        }
        try (Store.Upload upload = store.upload(fileName, uid, from.content())) {
          commit(folder, upload);
        }
      }
      if (destination.mustBeReadBack()) {
        new ReadBack(store, fileName, uid, cancelled::isDone).require(await(proof));
      }
      return Room.ofAtLast(store)
          .result(destination.name(), DestinationResult.STORED, folder.location(fileName));
    }
  }

  private void commit(BackupFolder folder, Store.Upload upload) throws AgentException {
    Manifest manifest = await(proof);
    if (isThere(folder, manifest)) {
      // An attempt has done it, and only the answer got lost.
      return;
    }
    if (folder.exists(fileName) && folder.owns(fileName, uid)) {
      // Of an earlier attempt, and another file than this one, which is proven.
      folder.removeStored(fileName, uid);
    }
    folder.store(fileName, upload, manifest);
  }

  private boolean isThere(BackupFolder folder, Manifest manifest) throws AgentException {
    return folder.exists(fileName)
        && folder.owns(fileName, uid)
        && folder
            .manifest(fileName)
            .filter(there -> manifest.file().sha256().equals(there.file().sha256()))
            .isPresent();
  }

  private DestinationResult failed(AgentException e) {
    return new DestinationResult(destination.name(), DestinationResult.FAILED, null, e.failure());
  }

  /** Waits, unless it is cancelled meanwhile. */
  private void pause(Duration time) throws AgentException {
    try {
      throw cancelled.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.atDebug().addKeyValue("destination", destination.name()).log("next attempt");
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static <T> T await(CompletableFuture<T> future) throws AgentException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AgentException agent) {
        throw agent;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static AgentException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AgentException(ErrorCode.Interrupted, "The agent was told to stop.", e);
  }
}
