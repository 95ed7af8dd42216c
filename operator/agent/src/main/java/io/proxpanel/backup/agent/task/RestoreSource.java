package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.Fetch;
import io.proxpanel.backup.agent.copy.Scratch;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.format.NamedPassword;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a restore: the nearest copy that is whole and opens. */
final class RestoreSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreSource.class);

  /** What no other copy would change. */
  private static final Set<ErrorCode> OF_THE_TASK =
      EnumSet.of(
          ErrorCode.TaskInvalid,
          ErrorCode.NameInvalid,
          ErrorCode.SecretUnreadable,
          ErrorCode.OutsideTenant,
          ErrorCode.Interrupted);

  private final TaskContext context;
  private final Task.Restore task;
  private final Scratch scratch;
  private final List<DestinationResult> results = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private Fetch fetched;
  private Optional<Manifest> manifest = Optional.empty();

  RestoreSource(TaskContext context, Task.Restore task) {
    this.context = context;
    this.task = task;
    this.scratch = new Scratch(context.settings().scratch(), context.settings().scratchBytes());
  }

  /**
   * Proves the first copy that can be.
   *
   * @throws AgentException why not, for the only copy or for all of them
   */
  ProvenFile prove() throws AgentException {
    List<KeyCandidate> keys = keys();
    if (task.sources().isEmpty()) {
      throw new AgentException(ErrorCode.TaskInvalid, "The task has no source to restore from.");
    }
    for (Destination source : task.sources()) {
      try {
        ProvenFile file = prove(source, keys);
        results.add(
            new DestinationResult(source.name(), DestinationResult.USED, fetched.name(), null));
        context.report().destinations(results);
        skipped.forEach(context.report()::warn);
        return file;
      } catch (AgentException e) {
        if (OF_THE_TASK.contains(e.code())) {
          throw e;
        }
        close();
        LOG.atWarn()
            .addKeyValue("source", source.name())
            .addKeyValue("code", e.code())
            .log("not restored from there: {}", e.getMessage());
        results.add(CopyFailures.of(source.name(), e));
        context.report().destinations(results);
        skipped.add(skipped(source, e));
      }
    }
    throw CopyFailures.all(results);
  }

  /** A path in the container means nothing to people, the code of the failure does. */
  private static String skipped(Destination source, AgentException e) {
    String what = "The copy at the destination \"" + source.name() + "\" was not used";
    return source.local() == null
        ? what + ": " + e.getMessage()
        : what + " (" + e.code() + "): the log of the Job says more.";
  }

  private ProvenFile prove(Destination source, List<KeyCandidate> keys) throws AgentException {
    try (Store store = Stores.open(source, context.cleanup())) {
      fetched = Fetch.from(store, task.fileName(), scratch, context.cleanup());
      manifest = manifest(store);
    }
    ProvenFile file = ProvenFile.prove(fetched.path(), fetched.name(), keys);
    context.report().file(file.facts(task.fileName()));
    context.report().archive(file.archive().counts());
    if (task.tenantSchema() != null) {
      file.archive().schemas().requireOnly(task.tenantSchema());
    }
    return file;
  }

  /** What the file's maker says of it; nobody has to believe it. */
  Optional<Manifest> manifest() {
    return manifest;
  }

  private Optional<Manifest> manifest(Store store) throws AgentException {
    try {
      return new BackupFolder(store).manifest(task.fileName());
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      LOG.atWarn().log("the manifest beside the file cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private List<KeyCandidate> keys() throws AgentException {
    List<NamedPassword> passwords = new ArrayList<>();
    for (String file : task.passwordFiles()) {
      passwords.add(SecretFile.read("encryption password", Path.of(file)));
    }
    if (passwords.isEmpty()) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "The task has no password to open the file with.");
    }
    return BackupKey.candidates(passwords);
  }

  @Override
  public void close() {
    if (fetched != null) {
      fetched.close();
      fetched = null;
    }
  }
}
