package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.LoggedDocument;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreProgress;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.Scope;
import io.proxpanel.backup.contract.TableSet;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of a task so far. Every change goes to the result file at once, so that an agent
 * that is killed leaves its last stage behind; after the end nothing changes any more.
 */
public final class TaskReport {
  private static final Logger LOG = LoggerFactory.getLogger(TaskReport.class);

  /** The stage from which on only the server knows how a restore's transaction ended. */
  static final String COMMITTING = "committing";

  /** The stage of a swap in which nobody else writes to what has to be carried over. */
  static final String REPLACING = "replacing";

  private final ResultFile file;
  private TaskResult.State state = TaskResult.State.RUNNING;
  private String stage = "starting";
  private Failure failure;
  private TaskResult.StoredFile storedFile;
  private TaskResult.Server server;
  private TaskResult.Archive archive;
  private String transactionId;
  private final List<String> warnings = new ArrayList<>();
  private List<TaskResult.DestinationResult> destinations = List.of();
  private String tenant;
  private TableSet type;
  private LoggedDocument document;
  private TaskResult.RouterCounts routers;
  private RouterLoginResult logins;
  private RestoreOutcome restored;
  private Restorability restorable;

  /** A report that goes to a file. */
  public TaskReport(ResultFile file) {
    this.file = file;
  }

  /** A stage begins. */
  synchronized void stage(String name) throws AgentException {
    requireRunning();
    stage = name;
    LOG.atInfo().addKeyValue("stage", name).log("stage");
    write();
  }

  /** The restore's transaction, so that a later attempt can ask how it ended. */
  synchronized void transaction(String id) throws AgentException {
    requireRunning();
    transactionId = id;
    write();
  }

  /** The part of the database that the task is about; null is all of it. */
  synchronized void scope(Scope part) {
    tenant = part == null ? null : part.tenant();
    type = part == null ? null : part.type();
  }

  synchronized void server(TaskResult.Server known) {
    server = known;
  }

  synchronized void archive(TaskResult.Archive known) {
    archive = known;
  }

  synchronized void file(TaskResult.StoredFile known) {
    storedFile = known;
  }

  synchronized void destinations(List<TaskResult.DestinationResult> known) {
    destinations = List.copyOf(known);
  }

  /** What is known of some destinations while others are still being worked at. */
  synchronized void soFar(List<TaskResult.DestinationResult> known) {
    destinations = List.copyOf(known);
    if (!ended()) {
      writeLast();
    }
  }

  /** What was found out, once it is in the log. */
  synchronized void document(LoggedDocument logged) {
    document = logged;
  }

  /** How many routers the task was about, and what became of them. */
  synchronized void routers(TaskResult.RouterCounts known) {
    routers = known;
  }

  /** How many routers a probe could log in to. */
  synchronized void logins(RouterLoginResult known) {
    logins = known;
  }

  /** What a restore has done, or is about to do. */
  synchronized void restored(RestoreOutcome known) {
    restored = known;
  }

  /** Whether all of a backup can come back; null is not known. */
  synchronized void restorable(Restorability known) {
    restorable = known;
  }

  /** A sentence that becomes an event; null is none. */
  synchronized void warn(String sentence) {
    if (sentence != null) {
      LOG.atWarn().log(sentence);
      warnings.add(sentence);
    }
  }

  /** The task is done, unless it was told to stop before. */
  synchronized void succeed() {
    if (state == TaskResult.State.RUNNING) {
      state = TaskResult.State.SUCCEEDED;
      stage = "done";
      LOG.atInfo().log("done");
      writeLast();
    }
  }

  /** The task failed, unless it has ended already. */
  synchronized void fail(Failure why) {
    if (state == TaskResult.State.RUNNING) {
      state = TaskResult.State.FAILED;
      failure = why;
      LOG.atError().addKeyValue("code", why.code()).log(why.message());
      writeLast();
    }
  }

  /** The process was told to stop, unless the task has ended already. */
  synchronized void interrupted() {
    fail(
        new Failure(
            ErrorCode.Interrupted,
            "The agent was told to stop while it was "
                + stage
                + (stage.equals(COMMITTING)
                    ? ": the next attempt asks the server how transaction "
                        + transactionId
                        + " ended before it does anything."
                    : ": what it had begun was undone.")));
  }

  /** The failure, or null. */
  public synchronized Failure failure() {
    return failure;
  }

  /** Whether the end has been written. */
  synchronized boolean ended() {
    return state != TaskResult.State.RUNNING;
  }

  /** What was under way last, for messages. */
  synchronized String stage() {
    return stage;
  }

  /** How a restore stands, for the log; nothing after the end. */
  synchronized Optional<String> restoreLine() {
    return ended()
        ? Optional.empty()
        : Optional.of(new RestoreProgress(stage, restored, warnings).line());
  }

  private void requireRunning() throws AgentException {
    if (ended()) {
      throw new AgentException(ErrorCode.Interrupted, "The agent was told to stop.");
    }
  }

  private TaskResult result() {
    return new TaskResult(
        state,
        stage,
        failure,
        storedFile,
        server,
        archive,
        warnings,
        transactionId,
        destinations,
        tenant,
        type,
        document,
        routers,
        logins,
        restored,
        restorable);
  }

  private void write() throws AgentException {
    try {
      file.write(result());
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput, "The result file cannot be written: " + e.getMessage() + ".", e);
    }
  }

  private void writeLast() {
    try {
      file.write(result());
    } catch (IOException e) {
      LOG.atError().log("the result file cannot be written: {}", e.getMessage());
    }
  }
}
