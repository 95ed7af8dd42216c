package io.proxpanel.backup.controller.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.proxpanel.backup.controller.cluster.AgentJobs;
import io.proxpanel.backup.controller.cluster.Endings;
import io.proxpanel.backup.controller.cluster.PodMemory;
import io.proxpanel.backup.controller.cluster.StatusWriter;
import io.proxpanel.backup.controller.cluster.Surroundings;
import io.proxpanel.backup.controller.database.DatabaseGate;
import io.proxpanel.backup.controller.database.Limits;
import io.proxpanel.backup.controller.event.EventRecorder;
import io.proxpanel.backup.controller.event.Journal;
import io.proxpanel.backup.controller.settings.Settings;
import java.time.Clock;

/**
 * What reconcilers work with.
 *
 * @param settings of the operator
 * @param clock that everything goes by
 * @param jobs the Jobs in the cluster
 * @param podMemory the ends of deleted pods
 * @param surroundings what Jobs mount
 * @param endings whether more is deleted than a resource
 * @param statusWriter writes status
 * @param journal tells transitions
 * @param gate lets resources at databases
 * @param pass wraps every pass
 */
public record Tools(
    Settings settings,
    Clock clock,
    AgentJobs jobs,
    PodMemory podMemory,
    Surroundings surroundings,
    Endings endings,
    StatusWriter statusWriter,
    Journal journal,
    DatabaseGate gate,
    Pass pass) {

  /** The tools of one operator. */
  public static Tools of(KubernetesClient client, Settings settings, Clock clock) {
    PodMemory memory = new PodMemory();
    Journal journal = new Journal(new EventRecorder(client, clock));
    return new Tools(
        settings,
        clock,
        new AgentJobs(client, memory, settings.guards()),
        memory,
        new Surroundings(client),
        new Endings(client, settings.guards()),
        new StatusWriter(),
        journal,
        new DatabaseGate(
            clock, new Limits(settings.maxBackupJobs(), settings.maxBackupJobsPerDatabase())),
        new Pass(journal));
  }
}
