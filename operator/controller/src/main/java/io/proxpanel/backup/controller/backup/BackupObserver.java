package io.proxpanel.backup.controller.backup;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.controller.cluster.AgentJobs;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.cluster.Surroundings;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.status.Look;
import java.util.List;
import java.util.Optional;

/** Looks at the cluster around a Backup, only as far as its status makes it necessary. */
final class BackupObserver {
  private final AgentJobs jobs;
  private final Surroundings surroundings;

  BackupObserver(AgentJobs jobs, Surroundings surroundings) {
    this.jobs = jobs;
    this.surroundings = surroundings;
  }

  /** The schedule that a Backup names. */
  Optional<BackupSchedule> schedule(Backup backup, Context<Backup> context) {
    return Watches.cached(
        BackupSchedule.class,
        backup.getMetadata().getNamespace(),
        backup.getSpec().fromSchedule().name(),
        context);
  }

  BackupObservation observe(Backup backup, Look look, Context<Backup> context) {
    return switch (look) {
      case NOTHING -> BackupObservation.nothing();
      case AGENT ->
          new BackupObservation(
              jobs.state(
                  backup, BackupDecision.jobName(backup, backup.getStatus().attempts), context),
              List.of());
      case SURROUNDINGS ->
          new BackupObservation(
              new AgentState.Missing(),
              surroundings.gaps(
                  backup.getMetadata().getNamespace(),
                  Needs.ofBackup(backup.getSpec()),
                  backup.getSpec().destinations()));
    };
  }
}
