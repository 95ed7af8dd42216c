package io.proxpanel.backup.controller.deletion;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.controller.job.AgentState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is seen of the cluster around a Backup that is being deleted.
 *
 * @param hold why the files cannot go yet, where somebody needs them
 * @param atWork Jobs of the Backup that may still write the file
 * @param podsAtWork whether a pod of such a Job is there
 * @param everStarted whether a Job ever was, or may have been
 * @param attempt number of the last delete Job, 0 for none
 * @param agent how that Job stands
 * @param goneClaims claims of the file that are not there any more
 */
record DeletionObservation(
    Optional<Hold> hold,
    List<Job> atWork,
    boolean podsAtWork,
    boolean everStarted,
    int attempt,
    AgentState agent,
    Set<String> goneClaims) {
  DeletionObservation {
    atWork = List.copyOf(atWork);
    goneClaims = Set.copyOf(goneClaims);
  }
}
