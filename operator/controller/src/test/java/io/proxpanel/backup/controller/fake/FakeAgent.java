package io.proxpanel.backup.controller.fake;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.LoggedDocument;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.RestoreOptions;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RouterLoginResult;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.State;
import io.proxpanel.backup.contract.TenantList;
import java.util.List;

/** What the agent of a Job does in a test. */
public sealed interface FakeAgent {

  /** Ends with this termination message. */
  record Ends(String message, int exitCode, String reason) implements FakeAgent {}

  /** Ends with this termination message, and the Job does not say yet that it is over. */
  record EndsUncounted(Ends ends) implements FakeAgent {}

  /** Has logged this before it ends. */
  record Logs(String log, Ends ends) implements FakeAgent {}

  /** Runs until the test says otherwise. */
  record Works() implements FakeAgent {}

  /** Runs until the test says otherwise, and has logged this meanwhile. */
  record WorksAndLogs(String log) implements FakeAgent {}

  /** Its pod never starts. */
  record Stuck(String reason, String message) implements FakeAgent {}

  /** Its pod is evicted before it says anything. */
  record Evicted(String message) implements FakeAgent {}

  /** The Job fails by its deadline and its pod is removed. */
  record Late() implements FakeAgent {}

  /** Finds these tenants. */
  static FakeAgent finds(String... tenants) {
    return answers(new TenantList(List.of(tenants)));
  }

  /** Succeeds and logs this answer. */
  static FakeAgent answers(Object answer) {
    String document = Json.write(answer);
    TaskResult result = done(List.of(), LoggedDocument.of(document));
    return new Logs(
        String.join("\n", LoggedDocument.lines(document)),
        new Ends(Json.write(result), 0, "Completed"));
  }

  /** Ends with that result. */
  static FakeAgent says(TaskResult result) {
    int exitCode = result.failure() == null ? 0 : result.failure().code().exitCode();
    return new Ends(Json.write(result), exitCode, exitCode == 0 ? "Completed" : "Error");
  }

  /** Fails before the database was touched. */
  static FakeAgent fails(ErrorCode code, String message) {
    return fails(code, message, "probing", null);
  }

  /** Fails at that stage. */
  static FakeAgent fails(ErrorCode code, String message, String stage, String transactionId) {
    return says(
        new TaskResult(
            State.FAILED,
            stage,
            new Failure(code, message),
            null,
            null,
            null,
            List.of(),
            transactionId,
            List.of()));
  }

  /** Is killed at that stage. */
  static FakeAgent killed(String stage, String transactionId) {
    TaskResult running =
        new TaskResult(
            State.RUNNING, stage, null, null, null, null, List.of(), transactionId, List.of());
    return new Ends(Json.write(running), 137, "Error");
  }

  /** Does what the task asks. */
  static FakeAgent succeeds(Job job) {
    return says(success(FakeCluster.task(job)));
  }

  /** Does what the task asks, and says this of what can come back. */
  static FakeAgent succeeds(Job job, Restorability said) {
    TaskResult r = success(FakeCluster.task(job));
    return says(
        new TaskResult(
            r.state(),
            r.stage(),
            null,
            r.file(),
            r.database(),
            r.archive(),
            r.warnings(),
            null,
            r.destinations(),
            null,
            null,
            null,
            null,
            null,
            null,
            said));
  }

  private static TaskResult success(Task task) {
    TaskResult.Server server =
        new TaskResult.Server("16.9", "16.9", 641728512L, "\"$user\", public");
    TaskResult.Archive archive = new TaskResult.Archive(512, 68, 65, 3, 3_412_880L);
    if (task instanceof Task.Backup backup) {
      return new TaskResult(
          State.SUCCEEDED,
          "done",
          null,
          file(backup.fileName()),
          server,
          archive,
          List.of(),
          null,
          at(backup.destinations(), "Stored"));
    }
    if (task instanceof Task.Restore restore) {
      return new TaskResult(
          State.SUCCEEDED,
          "done",
          null,
          file(restore.fileName()),
          server,
          archive,
          List.of(),
          "7421",
          at(restore.sources().subList(0, 1), "Used"),
          null,
          null,
          null,
          null,
          null,
          outcome(0));
    }
    if (task instanceof Task.Probe probe) {
      return probed(probe, server);
    }
    if (task instanceof Task.Sync sync) {
      return done(at(sync.destinations(), "Stored"), null);
    }
    return done(
        task instanceof Task.Delete delete ? at(delete.destinations(), "Deleted") : List.of(),
        null);
  }

  /** All is as it was, but for the first things of these. */
  static RestoreOutcome outcome(int notRestored, RestoreOutcome.NotRestored... first) {
    return new RestoreOutcome(
        RestoreOptions.Mode.InPlace, null, 0, List.of(), List.of(first), notRestored, 0, null);
  }

  /**
   * Finds this out about what a schedule needs.
   *
   * @param failure of the whole, or null
   */
  static FakeAgent probes(
      TaskResult.Server server,
      Failure failure,
      List<TaskResult.DestinationResult> destinations,
      String... warnings) {
    return says(
        new TaskResult(
            failure == null ? State.SUCCEEDED : State.FAILED,
            "done",
            failure,
            null,
            server,
            null,
            List.of(warnings),
            null,
            destinations));
  }

  /** Finds this at the routers, and nothing wrong elsewhere. */
  static FakeAgent probes(RouterLoginResult logins) {
    return says(
        new TaskResult(
            State.SUCCEEDED,
            "done",
            null,
            null,
            new TaskResult.Server("16.9", "16", 641728512L),
            null,
            List.of(),
            null,
            List.of(new TaskResult.DestinationResult("local", "Ready", "/x", null)),
            null,
            null,
            null,
            null,
            logins));
  }

  private static TaskResult probed(Task.Probe probe, TaskResult.Server server) {
    return new TaskResult(
        State.SUCCEEDED,
        "done",
        null,
        null,
        probe.database() == null ? null : server,
        null,
        List.of(),
        null,
        at(probe.destinations(), "Ready"));
  }

  private static List<TaskResult.DestinationResult> at(
      List<Destination> destinations, String state) {
    return destinations.stream()
        .map(each -> new TaskResult.DestinationResult(each.name(), state, "/x", null))
        .toList();
  }

  /**
   * Stores the file at the destinations that are not named, and ends then.
   *
   * @param state of the result: succeeded, or running for an agent that is killed
   */
  static FakeAgent storesBut(Job job, State state, String destination, Failure failure) {
    TaskResult all = success(FakeCluster.task(job));
    TaskResult some =
        new TaskResult(
            state,
            state == State.RUNNING ? "storing" : "done",
            null,
            all.file(),
            all.database(),
            all.archive(),
            List.of(),
            null,
            all.destinations().stream()
                .filter(each -> failure != null || !each.name().equals(destination))
                .map(
                    each ->
                        each.name().equals(destination)
                            ? new TaskResult.DestinationResult(destination, "Failed", null, failure)
                            : each)
                .toList());
    return state == State.RUNNING ? new Ends(Json.write(some), 137, "Error") : says(some);
  }

  private static TaskResult done(
      List<TaskResult.DestinationResult> destinations, LoggedDocument document) {
    return new TaskResult(
        State.SUCCEEDED,
        "done",
        null,
        null,
        null,
        null,
        List.of(),
        null,
        destinations,
        null,
        null,
        document);
  }

  private static TaskResult.StoredFile file(String name) {
    return new TaskResult.StoredFile(
        name,
        100_663_296L,
        "ab".repeat(32),
        640_000_000L,
        "cd".repeat(32),
        BackupFormat.ProxPanelV2,
        KeyOrder.SALT_FIRST,
        "1e12d2e5f902");
  }
}
