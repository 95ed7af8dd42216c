package io.proxpanel.backup.controller.restore;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.controller.cluster.AgentJobs;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.cluster.Surroundings;
import io.proxpanel.backup.controller.cluster.Unreadable;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.status.Look;
import java.util.List;
import java.util.Optional;

/** Looks at the cluster around a Restore, only as far as its status makes it necessary. */
final class RestoreObserver {
  private final AgentJobs jobs;
  private final Surroundings surroundings;

  RestoreObserver(AgentJobs jobs, Surroundings surroundings) {
    this.jobs = jobs;
    this.surroundings = surroundings;
  }

  RestoreObservation observe(Restore restore, Look look, Context<Restore> context) {
    Sources.Finding source = source(restore, context);
    return switch (look) {
      case NOTHING -> new RestoreObservation(source, new AgentState.Missing(), List.of());
      case AGENT ->
          new RestoreObservation(
              source,
              jobs.state(
                  restore, RestoreDecision.jobName(restore, restore.getStatus().attempts), context),
              List.of());
      case SURROUNDINGS ->
          new RestoreObservation(source, new AgentState.Missing(), gaps(restore, source));
    };
  }

  private List<Gap> gaps(Restore restore, Sources.Finding finding) {
    return finding instanceof Sources.Finding.Found found
        ? surroundings.gaps(
            restore.getMetadata().getNamespace(),
            Needs.ofRestore(found.source().target(), found.source().keys()),
            found.source().places())
        : List.of();
  }

  /** The Backup that the Restore names, where there is one that can be read. */
  static Optional<Backup> backup(Restore restore, Context<Restore> context) {
    return named(restore, context).filter(each -> !Unreadable.is(each));
  }

  /** Where the Restore finds its data. */
  static Sources.Finding source(Restore restore, Context<Restore> context) {
    return Sources.find(restore, named(restore, context));
  }

  private static Optional<Backup> named(Restore restore, Context<Restore> context) {
    return Optional.ofNullable(restore.getSpec().source().backupRef())
        .flatMap(
            ref ->
                Watches.named(
                    Backup.class, restore.getMetadata().getNamespace(), ref.name(), context));
  }
}
