package io.proxpanel.backup.agent.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskDocument;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one task of the operator from its environment to its result. */
public final class TaskRunner {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

  private final Map<String, String> environment;
  private final Clock clock;
  private final PrintWriter output;
  private final Cleanup cleanup = new Cleanup();
  private final Interruption interruption = new Interruption();
  private final TaskReport report;

  /**
   * A runner.
   *
   * @param environment of the Job
   * @param clock for the times that it notes
   * @param output of the process, for what a task finds out
   */
  public TaskRunner(Map<String, String> environment, Clock clock, PrintWriter output) {
    this.environment = Map.copyOf(environment);
    this.clock = clock;
    this.output = output;
    this.report = new TaskReport(new ResultFile(AgentSettings.resultFile(environment)));
  }

  /**
   * Runs the task; every end is in the result file.
   *
   * @param verb that the command line has, which must be the task's
   * @return null when it succeeded
   */
  public Failure run(String verb) {
    try (cleanup) {
      AgentSettings settings =
          AgentSettings.of(environment, System.getProperty("java.io.tmpdir", "/tmp"));
      TaskContext context = new TaskContext(settings, clock, report, cleanup, interruption, output);
      Task task = task(settings);
      if (task instanceof Task.Backup backup && verb.equals("backup")) {
        new BackupRun(context, backup).run();
      } else if (task instanceof Task.Restore restore && verb.equals("restore")) {
        try (ProgressLines lines = new ProgressLines(output)) {
          lines.follow(report::restoreLine, ProgressLines.INTERVAL);
          new RestoreRun(context, restore).run();
        }
      } else if (task instanceof Task.SwapBack back && verb.equals("swap-back")) {
        new SwapBackRun(context, back).run();
      } else if (task instanceof Task.DropKept kept && verb.equals("drop-kept")) {
        new DropKeptRun(context, kept).run();
      } else if (task instanceof Task.Delete delete && verb.equals("delete")) {
        new DeleteRun(context, delete).run();
      } else if (task instanceof Task.Check check && verb.equals("check")) {
        new CheckRun(context, check).run();
      } else if (task instanceof Task.Discover discover && verb.equals("discover")) {
        new DiscoverRun(context, discover).run();
      } else if (task instanceof Task.Sync sync && verb.equals("sync")) {
        new SyncRun(context, sync).run();
      } else if (task instanceof Task.Probe probe && verb.equals("probe")) {
        new ProbeRun(context, probe).run();
      } else if (task instanceof Task.Routers routers && verb.equals("routers")) {
        new RoutersRun(context, routers).run();
      } else {
        throw new AgentException(
            ErrorCode.TaskInvalid, "The task in BACKUP_TASK is not a " + verb + ".");
      }
      report.succeed();
    } catch (AgentException e) {
      LOG.atDebug().setCause(e).log("failed");
      report.fail(e.failure());
    } catch (RuntimeException | Error e) {
      // Nothing may end a Job without a result; the log has what a developer needs.
      LOG.atError().setCause(e).log("defect");
      report.fail(
          new Failure(
              ErrorCode.Internal,
              "The agent has a defect ("
                  + e.getClass().getSimpleName()
                  + " while "
                  + report.stage()
                  + "): report it with the log of the Job."));
    }
    return report.failure();
  }

  /**
   * The process was told to stop: says so first, then ends what runs here and on the server and
   * removes what is temporary. Does nothing after the end.
   *
   * @return whether there was anything to stop
   */
  public boolean interrupt() {
    if (report.ended()) {
      return false;
    }
    report.interrupted();
    interruption.endSessions();
    cleanup.close();
    return true;
  }

  private static Task task(AgentSettings settings) throws AgentException {
    if (settings.task() == null) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The environment has no BACKUP_TASK: this verb is for the Jobs of the operator.");
    }
    try {
      return TaskDocument.read(settings.task());
    } catch (JsonProcessingException e) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "BACKUP_TASK is not a task that this agent knows.", e);
    }
  }
}
