package io.proxpanel.backup.e2e.embedded;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kubelet of the only node: pods run as processes of this machine. */
final class LocalKubelet implements AutoCloseable {
  static final String NODE = "this-machine";

  private static final Logger LOG = LoggerFactory.getLogger(LocalKubelet.class);

  private final Workloads workloads;
  private final AgentProgram program;
  private final Path root;
  private final Map<String, Running> running = new HashMap<>();

  private record Running(PodFolder folder, PodProcess process, String startedAt) {}

  /**
   * A kubelet without pods.
   *
   * @param root folder for pods, the volumes of claims, and logs
   */
  LocalKubelet(Workloads workloads, AgentProgram program, Path root) {
    this.workloads = workloads;
    this.program = program;
    this.root = root;
  }

  /** The folder that is the volume of a claim. */
  Path claim(String namespace, String name) {
    return claims().resolve(namespace).resolve(name);
  }

  private Path claims() {
    return root.resolve("claims");
  }

  /** What the pods have printed, a file each. */
  Path logs() {
    return root.resolve("logs");
  }

  /** Brings every pod one step further. */
  synchronized void sync(List<Pod> pods) {
    Set<String> known = new HashSet<>();
    for (Pod pod : pods) {
      known.add(pod.getMetadata().getUid());
      try {
        sync(pod);
      } catch (IOException e) {
        LOG.atError()
            .addKeyValue("pod", pod.getMetadata().getName())
            .setCause(e)
            .log("The pod cannot be brought further");
      }
    }
    Set<String> gone = new HashSet<>(running.keySet());
    gone.removeAll(known);
    gone.forEach(this::abandon);
  }

  private void sync(Pod pod) throws IOException {
    Running work = running.get(pod.getMetadata().getUid());
    boolean unwanted = pod.getMetadata().getDeletionTimestamp() != null;
    if (work != null && work.process().hasEnded()) {
      end(pod, work);
    } else if (work != null && unwanted) {
      work.process().stop(workloads.instant(), grace(pod));
    } else if (work == null && unwanted) {
      workloads.remove(pod);
    } else if (work == null && !isEnded(pod)) {
      start(pod);
    }
  }

  private static boolean isEnded(Pod pod) {
    return List.of("Succeeded", "Failed").contains(phase(pod));
  }

  private static String phase(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getPhase).orElse("");
  }

  private static Duration grace(Pod pod) {
    return Duration.ofSeconds(
        Optional.ofNullable(pod.getMetadata().getDeletionGracePeriodSeconds()).orElse(30L));
  }

  private void start(Pod pod) throws IOException {
    try {
      String name = pod.getMetadata().getName();
      Path home = root.resolve("pods").resolve(pod.getMetadata().getUid());
      PodFolder folder = PodFolder.prepare(pod, home, claims(), workloads);
      Path logs = Files.createDirectories(logs().resolve(pod.getMetadata().getNamespace()));
      Path log = logs.resolve(name + ".log");
      PodProcess process =
          PodProcess.start(program, pod.getSpec().getContainers().get(0), folder, log);
      String now = workloads.now();
      running.put(pod.getMetadata().getUid(), new Running(folder, process, now));
      LOG.atInfo()
          .addKeyValue("pod", name)
          .addKeyValue("pid", process.pid())
          .addKeyValue("log", log)
          .log("Started");
      ContainerState state = new ContainerStateBuilder().withNewRunning(now).build();
      workloads.writeStatus(withState(pod, "Running", state));
    } catch (PodFolder.NotReadyException e) {
      waitFor(pod, "ContainerCreating", e.getMessage());
    } catch (PodFolder.NotEmulatedException e) {
      waitFor(pod, "CreateContainerError", e.getMessage());
    }
  }

  /** A pod that waits says so once. */
  private void waitFor(Pod pod, String reason, String why) {
    ContainerState state =
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(why)
            .endWaiting()
            .build();
    Pod waiting = withState(pod, "Pending", state);
    if (!waiting.getStatus().equals(pod.getStatus())) {
      workloads.writeStatus(waiting);
    }
  }

  private void end(Pod pod, Running work) throws IOException {
    work.process().reap();
    int code = work.process().exitCode();
    ContainerState state =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(code)
            .withReason(code == 0 ? "Completed" : "Error")
            .withMessage(work.folder().terminationMessage())
            .withStartedAt(work.startedAt())
            .withFinishedAt(workloads.now())
            .endTerminated()
            .build();
    running.remove(pod.getMetadata().getUid());
    work.folder().remove();
    LOG.atInfo()
        .addKeyValue("pod", pod.getMetadata().getName())
        .addKeyValue("exitCode", code)
        .log("Ended");
    workloads.writeStatus(withState(pod, code == 0 ? "Succeeded" : "Failed", state));
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      workloads.remove(pod);
    }
  }

  private static Pod withState(Pod pod, String phase, ContainerState state) {
    var container = pod.getSpec().getContainers().get(0);
    return new PodBuilder(pod)
        .editOrNewStatus()
        .withPhase(phase)
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID("")
                .withReady(state.getRunning() != null)
                .withRestartCount(0)
                .withState(state)
                .build())
        .endStatus()
        .build();
  }

  /** The pod was removed by force: its processes must not outlive it. */
  private void abandon(String uid) {
    Running work = running.remove(uid);
    work.process().kill();
    try {
      work.folder().remove();
    } catch (IOException e) {
      LOG.atError().addKeyValue("uid", uid).setCause(e).log("The pod's folder cannot be removed");
    }
  }

  /** Kills what the pods of a Job run, as a machine that loses its memory would. */
  synchronized int kill(String namespace, String job, List<Pod> pods) {
    int killed = 0;
    for (Pod pod : pods) {
      Running work = running.get(pod.getMetadata().getUid());
      boolean meant =
          namespace.equals(pod.getMetadata().getNamespace())
              && job.equals(pod.getMetadata().getLabels().get("job-name"));
      if (work != null && meant) {
        work.process().kill();
        killed++;
      }
    }
    return killed;
  }

  @Override
  public synchronized void close() {
    Set.copyOf(running.keySet()).forEach(this::abandon);
  }
}
