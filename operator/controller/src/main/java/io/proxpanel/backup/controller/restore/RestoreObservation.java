package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.job.AgentState;
import java.util.List;

/**
 * What is seen of the cluster around a Restore; only what the decision at hand can need is looked
 * at.
 *
 * @param source what is to be restored
 * @param agent how the agent of the recorded attempt stands
 * @param gaps what a Job would mount and is not there
 */
record RestoreObservation(Sources.Finding source, AgentState agent, List<Gap> gaps) {
  RestoreObservation {
    gaps = List.copyOf(gaps);
  }
}
