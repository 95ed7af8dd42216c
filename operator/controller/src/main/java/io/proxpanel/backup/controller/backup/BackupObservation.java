package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.job.AgentState;
import java.util.List;

/**
 * What is seen of the cluster around a Backup; only what the decision at hand can need is looked
 * at.
 *
 * @param agent how the agent of the recorded attempt stands
 * @param gaps what a Job would mount and is not there
 */
record BackupObservation(AgentState agent, List<Gap> gaps) {
  BackupObservation {
    gaps = List.copyOf(gaps);
  }

  /** Nothing had to be looked at. */
  static BackupObservation nothing() {
    return new BackupObservation(new AgentState.Missing(), List.of());
  }
}
