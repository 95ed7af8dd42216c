package io.proxpanel.backup.controller.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.contract.BackupProgress;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.RestoreProgress;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentStates;
import io.proxpanel.backup.controller.job.JobLabels;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.settings.Settings.Guards;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Jobs of a resource in the cluster. */
public final class AgentJobs {
  /** Enough to hold the last two lines that tell how far it has come, with warnings between. */
  private static final int LAST_LINES = 50;

  private final KubernetesClient client;
  private final PodMemory memory;
  private final AllowedSecrets secrets;

  /**
   * The memory is fed by the watch on pods.
   *
   * @param guards say which Secrets Jobs may be given
   */
  public AgentJobs(KubernetesClient client, PodMemory memory, Guards guards) {
    this.secrets = new AllowedSecrets(client, guards);
    this.client = client;
    this.memory = memory;
  }

  /** What became of the creation of a Job. */
  public sealed interface Creation {
    /** The Job is there; it may have been there before. */
    record There() implements Creation {}

    /**
     * A Job of that name works for somebody else.
     *
     * @param job that Job
     */
    record Foreign(Job job) implements Creation {}

    /**
     * There is no Job, and the API server says why.
     *
     * @param cause its answer
     */
    record Refused(KubernetesClientException cause) implements Creation {}
  }

  /**
   * How the agent of an attempt stands. What the caches do not show is asked for before it counts
   * as lost, since Jobs and pods come by different watches.
   */
  public AgentState state(HasMetadata owner, String jobName, Context<?> context) {
    Job job =
        context
            .getSecondaryResourcesAsStream(Job.class)
            .filter(each -> jobName.equals(each.getMetadata().getName()))
            .findFirst()
            .orElse(null);
    List<Pod> pods = pods(owner, jobName, job, context.getSecondaryResources(Pod.class));
    AgentState state = read(owner, job, pods);
    boolean unsure =
        state instanceof AgentState.Missing
            || state instanceof AgentState.Foreign
            || (state instanceof AgentState.Lost lost && lost.last().isEmpty());
    if (!unsure) {
      return state;
    }
    return stateNow(owner, jobName);
  }

  /** The same, asked of the API server alone: for who does not watch Jobs. */
  public AgentState stateNow(HasMetadata owner, String jobName) {
    Job latest = find(owner, jobName);
    return read(owner, latest, pods(owner, jobName, latest, listPods(owner, jobName)));
  }

  /**
   * The answer that the agent of a Job has logged, where its log still holds it whole.
   *
   * @param result that names the answer, or none
   * @throws KubernetesClientException when the operator may not read the log
   */
  public <T> Optional<T> answer(
      HasMetadata owner, String jobName, TaskResult result, Class<T> type) {
    return Optional.ofNullable(result.document())
        .flatMap(document -> log(owner, jobName).flatMap(document::find))
        .flatMap(text -> parse(text, type));
  }

  /**
   * How far the agent of a Job has come, by the last lines of its log; the earliest first, and none
   * where the log cannot be read.
   */
  public List<BackupProgress> progress(HasMetadata owner, String jobName, Context<?> context) {
    return lastLines(owner, jobName, context).map(BackupProgress::in).orElse(List.of());
  }

  /**
   * How the agent of a restore's Job stands; empty where its log cannot be read or says nothing.
   */
  public Optional<RestoreProgress> restoreProgress(
      HasMetadata owner, String jobName, Context<?> context) {
    return lastLines(owner, jobName, context).flatMap(RestoreProgress::last);
  }

  private Optional<String> lastLines(HasMetadata owner, String jobName, Context<?> context) {
    try {
      return context.getSecondaryResources(Pod.class).stream()
          .filter(pod -> jobName.equals(JobLabels.job(pod)))
          .filter(pod -> JobLabels.isFor(pod, owner.getMetadata().getUid()))
          .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
          .map(pod -> agentOf(pod).tailingLines(LAST_LINES).getLog());
    } catch (KubernetesClientException e) {
      // It is told to people who wait; that it cannot be told is no reason to do anything.
      return Optional.empty();
    }
  }

  private ContainerResource agentOf(Pod pod) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .inContainer(AgentJob.CONTAINER);
  }

  private static <T> Optional<T> parse(String text, Class<T> type) {
    try {
      return Optional.of(Json.read(text, type));
    } catch (JsonProcessingException e) {
      // What is not an answer is as good as none.
      return Optional.empty();
    }
  }

  private Optional<String> log(HasMetadata owner, String jobName) {
    Job job = find(owner, jobName);
    return pods(owner, jobName, job, listPods(owner, jobName)).stream()
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .flatMap(this::log);
  }

  private Optional<String> log(Pod pod) {
    try {
      return Optional.ofNullable(agentOf(pod).getLog());
    } catch (KubernetesClientException e) {
      if (ApiErrors.missingPermission(e).isEmpty() && ApiErrors.isRefusal(e)) {
        // Pod, container or log file are gone.
        return Optional.empty();
      }
      throw e;
    }
  }

  private static AgentState read(HasMetadata owner, Job job, List<Pod> pods) {
    return job != null && !JobLabels.isFor(job, owner.getMetadata().getUid())
        ? new AgentState.Foreign()
        : AgentStates.read(job, pods);
  }

  private List<Pod> pods(HasMetadata owner, String jobName, Job job, Collection<Pod> seen) {
    Map<String, Pod> pods = new LinkedHashMap<>();
    memory
        .of(owner.getMetadata().getNamespace(), jobName)
        .forEach(pod -> pods.put(pod.getMetadata().getUid(), pod));
    seen.forEach(pod -> pods.putIfAbsent(pod.getMetadata().getUid(), pod));
    return AgentStates.podsOf(jobName, job, pods.values()).stream()
        .filter(pod -> JobLabels.isFor(pod, owner.getMetadata().getUid()))
        .toList();
  }

  private Job find(HasMetadata owner, String jobName) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(owner.getMetadata().getNamespace())
        .withName(jobName)
        .get();
  }

  private List<Pod> listPods(HasMetadata owner, String jobName) {
    return client
        .pods()
        .inNamespace(owner.getMetadata().getNamespace())
        .withLabel(JobLabels.JOB, jobName)
        .list()
        .getItems();
  }

  /**
   * Creates the Job, or finds that it is there already.
   *
   * @throws StaleCacheException when the API server was at odds with itself, so that there is no
   *     Job and nothing against it
   */
  public Creation create(HasMetadata owner, Job job) {
    try {
      secrets.demand(job);
      client.batch().v1().jobs().resource(job).create();
      return new Creation.There();
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        Job there = find(owner, job.getMetadata().getName());
        // The answer is the same when the name is taken and when a quota was counted for another
        // object in the same moment.
        if (there == null) {
          throw new StaleCacheException(e);
        }
        return JobLabels.isFor(there, owner.getMetadata().getUid())
            ? new Creation.There()
            : new Creation.Foreign(there);
      }
      if (ApiErrors.isRefusal(e)) {
        return new Creation.Refused(e);
      }
      throw e;
    }
  }

  /**
   * Lets a suspended Job start.
   *
   * @throws StaleCacheException when the Job was written in the same moment
   */
  public void release(HasMetadata owner, String jobName) {
    Job job = find(owner, jobName);
    if (job == null || !Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return;
    }
    try {
      client
          .batch()
          .v1()
          .jobs()
          .resource(job)
          .edit(each -> new JobBuilder(each).editSpec().withSuspend(false).endSpec().build());
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        throw new StaleCacheException(e);
      }
      throw e;
    }
  }

  /** The Jobs of the resource that do that, as they are now. */
  public List<Job> list(HasMetadata owner, Verb verb) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(owner.getMetadata().getNamespace())
        .withLabel(JobLabels.UID, owner.getMetadata().getUid())
        .withLabel(JobLabels.VERB, verb.word())
        .list()
        .getItems();
  }

  /** The pods of the resource that do that, as they are now. */
  public List<Pod> listPods(HasMetadata owner, Verb verb) {
    return client
        .pods()
        .inNamespace(owner.getMetadata().getNamespace())
        .withLabel(JobLabels.UID, owner.getMetadata().getUid())
        .withLabel(JobLabels.VERB, verb.word())
        .list()
        .getItems();
  }

  /** Deletes the Job of that name, where there is one. */
  public void delete(HasMetadata owner, String jobName) {
    Job job = find(owner, jobName);
    if (job != null && JobLabels.isFor(job, owner.getMetadata().getUid())) {
      delete(job);
    }
  }

  /** Deletes the Job; its pods are told to stop. */
  public void delete(Job job) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(job.getMetadata().getNamespace())
        .withName(job.getMetadata().getName())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }
}
