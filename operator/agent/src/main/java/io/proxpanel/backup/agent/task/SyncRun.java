package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.Copies;
import io.proxpanel.backup.agent.copy.Fetch;
import io.proxpanel.backup.agent.copy.FetchedSet;
import io.proxpanel.backup.agent.copy.GrowingFile;
import io.proxpanel.backup.agent.copy.Scratch;
import io.proxpanel.backup.agent.copy.SetCopies;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a stored file, or all that a run over routers has stored, to the destinations that do not
 * have it. No key is needed and nothing is decrypted: a copy is the file when its SHA-256 is that
 * which was proven when it was made.
 */
final class SyncRun {
  private static final Logger LOG = LoggerFactory.getLogger(SyncRun.class);

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
    if (RouterFiles.isList(task.fileName())) {
      bringSet();
    } else {
      bringFile();
    }
  }

  private void bringFile() throws AgentException {
    try (Good good = anyOf(this::good)) {
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

  /** All that a run over routers has stored, the list last. */
  private void bringSet() throws AgentException {
    try (FetchedSet good = anyOf(this::goodSet)) {
      context.report().stage("storing");
      try (SetCopies copies =
          SetCopies.to(
              task.destinations(),
              task.fileName(),
              task.uid(),
              context.settings().copyPauses(),
              context.cleanup())) {
        copies.begin(good.files());
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

  private interface FromSource<T> {
    T fetch(Destination source) throws AgentException;
  }

  /** From the first source that has it as it was stored. */
  private <T> T anyOf(FromSource<T> from) throws AgentException {
    List<DestinationResult> failed = new ArrayList<>();
    for (Destination source : task.sources()) {
      try {
        return from.fetch(source);
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
      fetched.requireSame(task.sizeBytes(), task.sha256());
      return new Good(fetched, manifest);
    } catch (AgentException | RuntimeException e) {
      fetched.close();
      throw e;
    }
  }

  private FetchedSet goodSet(Destination source) throws AgentException {
    return FetchedSet.of(
        source, task.fileName(), task.uid(), task.sha256(), scratch, context.cleanup());
  }

  private Manifest manifest(Destination source) throws AgentException {
    try (Store store = Stores.open(source, context.cleanup())) {
      BackupFolder folder = new BackupFolder(store);
      return folder
          .manifest(task.fileName())
          .filter(manifest -> task.uid().equals(manifest.uid()))
          .filter(manifest -> manifest.file() != null)
          .filter(manifest -> task.sha256().equals(manifest.file().sha256()))
          .orElseThrow(() -> Fetch.notAsStored(store.location(task.fileName())));
    }
  }
}
