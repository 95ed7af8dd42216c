package io.proxpanel.backup.controller.backup;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentTask;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What differs between the kinds of resources that store files: of a database, of routers.
 * Attempts, destinations, copies and deletion are the same for all.
 *
 * @param <R> the kind of resource
 */
public interface BackupKind<R extends StoredResource> {
  /** What the Jobs do that store the files. */
  Verb verb();

  /** What its Job mounts and is not there, as far as it cannot do without. */
  List<Gap> gaps(R backup);

  /**
   * What its Job does.
   *
   * @param destinations those that can be mounted
   */
  AgentTask task(R backup, List<Destination> destinations, Context<R> context);

  /** The first free name for what it stores. */
  String firstName(R backup, Predicate<String> taken);

  /** The first free name after one that is somebody else's. */
  String nextName(String name, Predicate<String> taken);

  /**
   * The settings that it takes from its schedule.
   *
   * @return the settings, or why it cannot have any
   */
  BackupPlan settings(R backup, BackupSchedule schedule, Instant now);

  /** The same resource with that spec. */
  R with(R backup, StoredSpec spec);

  /** Why it cannot begin yet though nothing is missing; empty when it may. */
  Optional<BackupPlan> blocked(R backup, Context<R> context, Instant now);

  /** It does not hold its place any more. */
  void leave(R backup);

  /** A sentence about the Job at work. */
  String running(R backup, String job);

  /** A sentence about the Job that was just started. */
  String started(R backup, String job);

  /** The agent's failure as people read it. */
  Failure told(R backup, Failure failure);

  /** Writes what was stored into the status, destinations apart. */
  void stored(StoredStatus after, TaskResult result);

  /** Whether all that was stored can come back; empty where nobody asked. */
  default Optional<Verdict> restorable(R backup, TaskResult result) {
    return Optional.empty();
  }

  /** Says in the status how it ended that has stored something; its destinations are known. */
  Verdict succeeded(R backup, StoredStatus after, TaskResult result);

  /** What is told about that, warnings and missing copies apart. */
  List<Note> notes(R backup, StoredStatus after);

  /**
   * Adds to the status after a plan what has to be asked for: how far the agent has come, what it
   * has logged.
   */
  void complete(StoredStatus after, R backup, BackupPlan plan, Context<R> context, Instant now);
}
