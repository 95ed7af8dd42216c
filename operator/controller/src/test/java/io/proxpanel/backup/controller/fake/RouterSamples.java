package io.proxpanel.backup.controller.fake;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.api.v1.DeletionPolicy;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.LocalDestination;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.RouterSecrets;
import io.proxpanel.backup.api.v1.RouterSettings;
import io.proxpanel.backup.api.v1.RouterSpec;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.api.v1.SecretKeyRef;
import io.proxpanel.backup.api.v1.SecretSelector;
import io.proxpanel.backup.api.v1.UnchangedPolicy;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.LoggedDocument;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Backups of routers, and agents that do them. */
public final class RouterSamples {
  private RouterSamples() {}

  /** These routers, with the login of {@link Samples#secret}. */
  public static MikrotikBackupSpec spec(String... names) {
    RouterSettings defaults = new RouterSettings();
    defaults.username = "backup";
    defaults.passwordSecretRef = new SecretKeyRef("panel-db", "password");
    return new MikrotikBackupSpec(
        null,
        defaults,
        Stream.of(names).map(RouterSamples::router).toList(),
        null,
        null,
        null,
        null,
        null,
        List.of(new Destination("local", new LocalDestination("panel-backups", "isp"))),
        null,
        null);
  }

  /** What a schedule says. */
  public static MikrotikBackupSpec ofSchedule(String schedule) {
    return new MikrotikBackupSpec(
        new ScheduleRef(schedule), null, null, null, null, null, null, null, null, null, null);
  }

  /** The routers of the Secrets with the label {@code isp: routers}. */
  public static MikrotikBackupSpec ofSecrets() {
    MikrotikBackupSpec spec = spec();
    return new MikrotikBackupSpec(
        null,
        spec.defaults(),
        null,
        null,
        new RouterSecrets(new SecretSelector(Map.of("isp", "routers"), null)),
        null,
        null,
        null,
        spec.destinations(),
        null,
        null);
  }

  /** A Secret with that label. */
  public static Secret secret(String name) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("isp", "routers")
        .endMetadata()
        .addToData("host", "MTAuMC4wLjE=")
        .build();
  }

  /** The same, of which those that have not changed are not stored again. */
  public static MikrotikBackupSpec skipping(String... names) {
    return with(spec(names), UnchangedPolicy.Skip, null);
  }

  /** The same with these policies. */
  public static MikrotikBackupSpec with(
      MikrotikBackupSpec spec, UnchangedPolicy unchanged, DeletionPolicy deletion) {
    return new MikrotikBackupSpec(
        spec.fromSchedule(),
        spec.defaults(),
        spec.routers(),
        spec.fromDatabase(),
        spec.fromSecrets(),
        spec.atOnce(),
        unchanged,
        spec.encryption(),
        spec.destinations(),
        deletion,
        spec.jobTemplate());
  }

  /** A router of that name. */
  public static RouterSpec router(String name) {
    RouterSpec router = new RouterSpec();
    router.name = name;
    router.host = name + ".isp";
    return router;
  }

  /** A backup of that spec. */
  public static MikrotikBackup backup(String name, MikrotikBackupSpec spec) {
    MikrotikBackup backup = new MikrotikBackup();
    backup.getMetadata().setName(name);
    backup.setSpec(spec);
    return backup;
  }

  /**
   * Backs up the routers of the task.
   *
   * @param failures of those that fail
   * @param changes of those that have changed
   */
  public static FakeAgent agent(
      Job job, Map<String, Failure> failures, Map<String, RouterList.Changes> changes) {
    return agent(job, failures, changes, Set.of());
  }

  /**
   * The same.
   *
   * @param unchanged those that are not stored again where a run may be referred to: the last one
   */
  public static FakeAgent agent(
      Job job,
      Map<String, Failure> failures,
      Map<String, RouterList.Changes> changes,
      Set<String> unchanged) {
    Task.Routers task = (Task.Routers) FakeCluster.task(job);
    List<RouterList.Entry> entries = new ArrayList<>();
    String older = task.referable().stream().reduce((one, other) -> other).orElse(null);
    List<String> names = new ArrayList<>(task.routers().stream().map(Router::name).toList());
    names.addAll(task.secrets() == null ? List.of() : task.secrets().names());
    for (String name : names) {
      boolean refers = older != null && unchanged.contains(name);
      String file = "mikrotik_" + name + ".tar.gz";
      entries.add(
          new RouterList.Entry(
              name,
              name + ".isp",
              refers ? null : new RouterList.StoredArchive(file, 2048, "ab".repeat(32)),
              new RouterList.Device(name, "CCR2004", "HD0", "7.16.2"),
              failures.get(name),
              List.of(),
              changes.get(name),
              refers ? new RouterList.LastGood(older, file, "ef".repeat(32)) : null));
    }
    String document =
        Json.write(
            new RouterList(
                1, task.uid(), task.namespace(), task.name(), task.createdAt(), entries));
    int good = entries.size() - failures.size();
    int kept = (int) entries.stream().filter(RouterList.Entry::isUnchanged).count();
    TaskResult.RouterCounts counts =
        new TaskResult.RouterCounts(
            entries.size(),
            good,
            changes.size(),
            2048L * (good - kept),
            kept,
            kept == 0 ? List.of() : List.of(older));
    TaskResult result = result(task, counts, document, failures);
    return new FakeAgent.Logs(
        String.join("\n", LoggedDocument.lines(document)),
        new FakeAgent.Ends(
            Json.write(result), good == 0 ? 5 : 0, good == 0 ? "Error" : "Completed"));
  }

  private static TaskResult result(
      Task.Routers task,
      TaskResult.RouterCounts counts,
      String document,
      Map<String, Failure> failures) {
    int good = counts.good();
    return new TaskResult(
        good == 0 ? TaskResult.State.FAILED : TaskResult.State.SUCCEEDED,
        "done",
        good == 0 ? failures.values().iterator().next() : null,
        good == 0
            ? null
            : new TaskResult.StoredFile(
                task.fileName(), 900, "cd".repeat(32), 0, null, null, null, null),
        null,
        null,
        List.of(),
        null,
        good == 0
            ? List.of()
            : task.destinations().stream()
                .map(each -> new TaskResult.DestinationResult(each.name(), "Stored", "/x", null))
                .toList(),
        null,
        null,
        LoggedDocument.of(document),
        counts,
        null);
  }
}
