package io.proxpanel.backup.controller.backup;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.controller.cluster.AgentJobs;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AlikePlaces;
import io.proxpanel.backup.controller.status.Look;
import io.proxpanel.backup.controller.status.Reason;
import java.util.List;
import java.util.Optional;

/** Looks at the cluster around a backup, only as far as its status makes it necessary. */
final class BackupObserver<R extends StoredResource> {
  private final AgentJobs jobs;
  private final BackupKind<R> kind;

  BackupObserver(AgentJobs jobs, BackupKind<R> kind) {
    this.jobs = jobs;
    this.kind = kind;
  }

  /** The schedule that a backup names. */
  Optional<BackupSchedule> schedule(R backup, Context<R> context) {
    return Watches.cached(
        BackupSchedule.class,
        backup.getMetadata().getNamespace(),
        backup.getSpec().fromSchedule().name(),
        context);
  }

  BackupObservation observe(R backup, Look look, Context<R> context) {
    return switch (look) {
      case NOTHING -> BackupObservation.nothing();
      case AGENT ->
          new BackupObservation(
              jobs.state(
                  backup,
                  BackupDecision.jobName(backup, kind.verb(), backup.getStatus().attempts),
                  context),
              List.of());
      case SURROUNDINGS -> new BackupObservation(new AgentState.Missing(), gaps(backup));
    };
  }

  private List<Gap> gaps(R backup) {
    // Nothing that is missing could make it right.
    return AlikePlaces.among(backup.getSpec().destinations())
        .map(sentence -> List.of(new Gap(Reason.DestinationsAlike, sentence)))
        .orElseGet(() -> kind.gaps(backup));
  }
}
