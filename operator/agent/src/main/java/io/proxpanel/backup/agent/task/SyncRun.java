package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.Copies;
import io.proxpanel.backup.agent.copy.Fetch;
import io.proxpanel.backup.agent.copy.GrowingFile;
import io.proxpanel.backup.agent.copy.Scratch;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a stored file to the destinations that do not have it. No key is needed and nothing is
 * decrypted: a copy is the file when its SHA-256 is that which was proven when it was made.
 */
final class SyncRun {
  private static final Logger LOG = LoggerFactory.getLogger(SyncRun.class);
  private static final int PIECE = 64 * 1024;

  private final TaskContext context;
  private final Task.Sync task;
  private final Scratch scratch;

  SyncRun(TaskContext context, Task.Sync task) {
    this.context = context;
    this.task = task;
    this.scratch = new Scratch(context.settings().scratch(), context.settings().scratchBytes());
  }

  /** A good copy and what stands beside it. */
  private record Good(Fetch fetched, Manifest manifest) implements AutoCloseable {
    @Override
    public void close() {
      fetched.close();
    }
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    FileNames.requireBaseName(task.fileName());
    if (task.sources().isEmpty() || task.destinations().isEmpty()) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "The task has no source, or no destination to bring the file to.");
    }
    context.report().stage("fetching");
    try (Good good = good()) {
      context.report().stage("storing");
      try (Copies copies =
          Copies.to(
              task.destinations(),
              task.fileName(),
              task.uid(),
              context.settings().copyPauses(),
              context.cleanup())) {
        copies.begin(GrowingFile.whole(good.fetched().path(), task.sizeBytes()), null, null);
        copies.proven(good.manifest());
        require(copies.await(context.report()::soFar));
      }
    }
  }

  /** One that is not there fails the Job, whatever the others came to: that is tried again. */
  private static void require(List<DestinationResult> results) throws AgentException {
    List<DestinationResult> failed =
        results.stream().filter(each -> each.failure() != null).toList();
    if (!failed.isEmpty()) {
      throw CopyFailures.all(failed);
    }
  }

  private Good good() throws AgentException {
    List<DestinationResult> failed = new ArrayList<>();
    for (Destination source : task.sources()) {
      try {
        return good(source);
      } catch (AgentException e) {
        if (e.code() == ErrorCode.Interrupted) {
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("source", source.name())
            .addKeyValue("code", e.code())
            .log("not copied from there: {}", e.getMessage());
        failed.add(CopyFailures.of(source.name(), e));
      }
    }
    throw CopyFailures.all(failed);
  }

  private Good good(Destination source) throws AgentException {
    Manifest manifest = manifest(source);
    Fetch fetched = Fetch.of(source, task.fileName(), scratch, context.cleanup());
    try {
      requireSame(fetched);
      return new Good(fetched, manifest);
    } catch (AgentException | RuntimeException e) {
      fetched.close();
      throw e;
    }
  }

  private Manifest manifest(Destination source) throws AgentException {
    try (Store store = Stores.open(source, context.cleanup())) {
      BackupFolder folder = new BackupFolder(store);
      return folder
          .manifest(task.fileName())
          .filter(manifest -> task.uid().equals(manifest.uid()))
          .filter(manifest -> manifest.file() != null)
          .filter(manifest -> task.sha256().equals(manifest.file().sha256()))
          .orElseThrow(() -> changed(store.location(task.fileName())));
    }
  }

  private void requireSame(Fetch fetched) throws AgentException {
    Sha256 hash = new Sha256();
    try (InputStream in = Files.newInputStream(fetched.path())) {
      byte[] buffer = new byte[PIECE];
      int n;
      while ((n = in.read(buffer)) >= 0) {
        hash.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "Reading " + fetched.name() + " failed: " + e.getMessage() + ".",
          e);
    }
    if (hash.bytes() != task.sizeBytes() || !task.sha256().equals(hash.hex())) {
      throw changed(fetched.name());
    }
  }

  private static AgentException changed(String location) {
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        "The file "
            + location
            + " is not as it was stored: it is not copied from there; look who changed it.");
  }
}
