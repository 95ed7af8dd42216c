package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.proxpanel.backup.controller.job.AgentStates;
import io.proxpanel.backup.controller.job.JobLabels;
import java.util.List;
import java.util.Map;

/**
 * The last sight of pods that were deleted. A pod takes its termination message with it; the event
 * of its deletion is the last chance to read it, and it can come before the next pass.
 */
public final class PodMemory {
  private static final int MOST = 500;

  private final Map<String, Pod> pods = new RecentMap<>(MOST);

  /** Keeps what the event of a deletion shows, where it shows an end. */
  public synchronized void keep(Pod pod) {
    if (AgentStates.hasEnded(pod)) {
      pods.put(pod.getMetadata().getUid(), pod);
    }
  }

  /** Deleted pods of a Job of that name. */
  public synchronized List<Pod> of(String namespace, String jobName) {
    return pods.values().stream()
        .filter(pod -> namespace.equals(pod.getMetadata().getNamespace()))
        .filter(pod -> jobName.equals(JobLabels.job(pod)))
        .toList();
  }
}
