package io.proxpanel.backup.e2e.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.RestoreStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What can be seen of a Backup or a Restore on its way, for killing something at that moment. */
final class Moments {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final TestCluster cluster;
  private final PanelNamespace panel;

  Moments(TestCluster cluster, PanelNamespace panel) {
    this.cluster = cluster;
    this.panel = panel;
  }

  /** Ten moments of a Backup, in the order in which they come; each is of a Backup's name. */
  Map<String, Predicate<String>> ofBackup() {
    Map<String, Predicate<String>> moments = new LinkedHashMap<>();
    moments.put("applied", name -> panel.backup(name) != null);
    moments.put("its file has a name", name -> status(panel.backup(name), s -> s.fileName != null));
    putThoseOfAJob(moments, "backup");
    moments.put("it runs", name -> status(panel.backup(name), s -> s.phase == Phase.Running));
    moments.put("bytes are written", name -> isWriting());
    moments.put(
        "it has succeeded", name -> status(panel.backup(name), s -> s.phase == Phase.Succeeded));
    return moments;
  }

  /** Ten moments of a Restore. */
  Map<String, Predicate<String>> ofRestore() {
    Map<String, Predicate<String>> moments = new LinkedHashMap<>();
    moments.put("applied", name -> panel.restore(name) != null);
    moments.put("it has a status", name -> restore(panel.restore(name), s -> s.phase != null));
    putThoseOfAJob(moments, "restore");
    moments.put("it runs", name -> restore(panel.restore(name), s -> s.phase == Phase.Running));
    moments.put("its transaction is open", name -> isRestoring());
    moments.put(
        "it has succeeded", name -> restore(panel.restore(name), s -> s.phase == Phase.Succeeded));
    return moments;
  }

  private void putThoseOfAJob(Map<String, Predicate<String>> moments, String verb) {
    moments.put("its Job is there", name -> job(name, verb) != null);
    moments.put("its pod is there", name -> pod(name, verb).isPresent());
    moments.put("its agent runs", name -> agent(name, verb).filter(Moments::runs).isPresent());
    moments.put(
        "its agent has ended",
        name -> agent(name, verb).filter(a -> a.getState().getTerminated() != null).isPresent());
    moments.put(
        "its Job has ended",
        name ->
            Optional.ofNullable(job(name, verb))
                .filter(job -> job.getStatus().getCompletionTime() != null)
                .isPresent());
  }

  /** Waits until the moment has come. */
  void await(String name, String what, Predicate<String> moment) {
    Awaitility.await(name + ": " + what)
        .atMost(MOST)
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK_AGAIN)
        .until(() -> moment.test(name));
  }

  /** Whether an agent writes a file that has no final name yet. */
  boolean isWriting() {
    return panel.files().stream().anyMatch(file -> !file.startsWith("proisp_full_"));
  }

  /** Whether an agent works in the panel's database. */
  boolean isRestoring() {
    return !"0"
        .equals(
            panel.superuser(
                "postgres",
                "SELECT count(*) FROM pg_stat_activity WHERE datname = 'proxpanel'"
                    + " AND application_name LIKE 'proxpanel-%' AND xact_start IS NOT NULL"));
  }

  /** The first Job's only pod. */
  Optional<Pod> pod(String name, String verb) {
    List<Pod> pods =
        cluster
            .client()
            .pods()
            .inNamespace(panel.name())
            .withLabel("batch.kubernetes.io/job-name", name + "-" + verb + "-1")
            .list()
            .getItems();
    return pods.stream().findFirst();
  }

  /** The status of the first Job's container. */
  Optional<ContainerStatus> agent(String name, String verb) {
    return pod(name, verb).stream()
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .findFirst();
  }

  /**
   * The first Job's container once its pod says that it runs, which is some time after it does what
   * can be seen elsewhere.
   */
  ContainerStatus awaitRunning(String name, String verb) {
    await(name, "its agent runs", each -> agent(each, verb).filter(Moments::runs).isPresent());
    return agent(name, verb).orElseThrow();
  }

  /** The first Job. */
  Job job(String name, String verb) {
    return cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(panel.name())
        .withName(name + "-" + verb + "-1")
        .get();
  }

  /** How many Jobs a Backup or Restore has had. */
  List<String> jobs(String name, String verb) {
    return cluster.client().batch().v1().jobs().inNamespace(panel.name()).list().getItems().stream()
        .map((HasMetadata job) -> job.getMetadata().getName())
        .filter(job -> job.matches(name + "-" + verb + "-\\d+"))
        .toList();
  }

  private static boolean runs(ContainerStatus agent) {
    return agent.getState().getRunning() != null && agent.getContainerID() != null;
  }

  private static boolean status(Backup backup, Predicate<BackupStatus> what) {
    return backup != null && backup.getStatus() != null && what.test(backup.getStatus());
  }

  private static boolean restore(Restore restore, Predicate<RestoreStatus> what) {
    return restore != null && restore.getStatus() != null && what.test(restore.getStatus());
  }
}
