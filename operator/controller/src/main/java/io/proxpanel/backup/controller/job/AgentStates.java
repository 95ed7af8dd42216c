package io.proxpanel.backup.controller.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.status.Sentences;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how an agent stands out of its Job and the Job's pods. */
public final class AgentStates {
  private static final Set<String> FAILED = Set.of("Failed", "FailureTarget");
  private static final String DEADLINE = "DeadlineExceeded";

  private AgentStates() {}

  /**
   * Reads the state.
   *
   * @param job the Job, or null when there is none
   * @param pods pods that belong to the Job, as {@link #podsOf} finds them
   */
  public static AgentState read(Job job, Collection<Pod> pods) {
    Optional<Pod> pod = newest(pods);
    Optional<ContainerStateTerminated> end = pod.flatMap(AgentStates::end);
    if (end.isPresent()) {
      return ended(job, end.get());
    }
    if (job == null) {
      // A Job is gone at once; its pod still has to stop before another may take its place.
      return pod.filter(AgentStates::isAtWork).isPresent()
          ? new AgentState.Working()
          : new AgentState.Missing();
    }
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return new AgentState.Suspended();
    }
    Optional<JobCondition> failure = condition(job, FAILED);
    if (pod.isPresent() && "Failed".equals(pod.get().getStatus().getPhase())) {
      return new AgentState.Lost(
          podFailure(pod.get().getStatus()), Optional.empty(), isLate(job, null), null);
    }
    if (failure.isPresent() && !stillStops(job, pod)) {
      return lostJob(failure.get());
    }
    if (condition(job, Set.of("Complete")).isPresent()) {
      return new AgentState.Lost(
          "ended, and its pod was removed before its result was read",
          Optional.empty(),
          false,
          null);
    }
    return pod.map(AgentStates::running).orElse(new AgentState.Waiting(Optional.empty()));
  }

  /**
   * The pods of this very Job: after a Job was deleted and created again the label alone would also
   * find those of its predecessor.
   */
  public static List<Pod> podsOf(String jobName, Job job, Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> jobName.equals(JobLabels.job(pod)))
        .filter(pod -> job == null || belongs(pod, job))
        .toList();
  }

  private static boolean belongs(Pod pod, Job job) {
    return pod.getMetadata().getOwnerReferences().stream()
        .allMatch(owner -> job.getMetadata().getUid().equals(owner.getUid()));
  }

  /** Whether the Job has a condition that says that it will do nothing more. */
  public static boolean isOver(Job job) {
    return condition(job, Set.of("Failed", "Complete")).isPresent();
  }

  /** Whether the agent's container of the pod has ended and says how. */
  public static boolean hasEnded(Pod pod) {
    return pod.getStatus() != null && end(pod).isPresent();
  }

  /** A Job that is going to fail says so before its pod has stopped and told its result. */
  private static boolean stillStops(Job job, Optional<Pod> pod) {
    return condition(job, Set.of("Failed")).isEmpty()
        && pod.filter(AgentStates::isAtWork).isPresent();
  }

  private static boolean isAtWork(Pod pod) {
    return Set.of("Pending", "Running").contains(String.valueOf(pod.getStatus().getPhase()));
  }

  private static Optional<Pod> newest(Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .max(Comparator.comparing(pod -> String.valueOf(pod.getMetadata().getCreationTimestamp())));
  }

  private static Optional<ContainerStatus> container(Pod pod) {
    return Optional.ofNullable(pod.getStatus().getContainerStatuses()).stream()
        .flatMap(List::stream)
        .filter(status -> AgentJob.CONTAINER.equals(status.getName()))
        .findFirst();
  }

  private static Optional<ContainerStateTerminated> end(Pod pod) {
    return container(pod).map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  private static AgentState ended(Job job, ContainerStateTerminated end) {
    Instant at = time(end.getFinishedAt());
    boolean late = isLate(job, at);
    Optional<TaskResult> result = result(end.getMessage());
    if (result.isEmpty()) {
      return new AgentState.Lost(howItEnded(end), Optional.empty(), late, at);
    }
    if (result.get().state() == TaskResult.State.RUNNING) {
      return new AgentState.Lost(howItEnded(end), result, late, at);
    }
    if (late && isInterrupted(result.get())) {
      return new AgentState.Lost("was stopped", result, true, at);
    }
    return new AgentState.Ended(result.get(), at);
  }

  private static boolean isInterrupted(TaskResult result) {
    return result.failure() != null && result.failure().code() == ErrorCode.Interrupted;
  }

  private static Optional<TaskResult> result(String message) {
    if (message == null || message.isBlank()) {
      return Optional.empty();
    }
    try {
      TaskResult result = Json.read(message, TaskResult.class);
      boolean whole =
          result != null
              && result.state() != null
              && (result.state() != TaskResult.State.FAILED || result.failure() != null);
      return whole ? Optional.of(result) : Optional.empty();
    } catch (JsonProcessingException e) {
      // What is not a result is as good as none; the container's end still tells how it ended.
      return Optional.empty();
    }
  }

  private static String howItEnded(ContainerStateTerminated end) {
    if ("OOMKilled".equals(end.getReason())) {
      return "was killed because it used more memory than its limit (raise"
          + " jobTemplate.resources.limits.memory)";
    }
    if (end.getSignal() != null && end.getSignal() != 0) {
      return "was killed by signal " + end.getSignal();
    }
    Integer code = end.getExitCode();
    if (code != null && code > 128) {
      return "was killed by signal " + (code - 128);
    }
    return "ended with exit code " + code + " and no result";
  }

  private static String podFailure(PodStatus status) {
    String why = status.getReason() == null ? "failed" : "failed (" + status.getReason() + ")";
    return status.getMessage() == null || status.getMessage().isBlank()
        ? "was lost because its pod " + why
        : "was lost because its pod " + why + ": " + Sentences.clause(status.getMessage());
  }

  private static AgentState lostJob(JobCondition failure) {
    boolean late = DEADLINE.equals(failure.getReason());
    return new AgentState.Lost(
        late ? "was stopped" : "was lost: its pod is gone and left no result",
        Optional.empty(),
        late,
        time(failure.getLastTransitionTime()));
  }

  /** The pod's end can be seen before the Job says that it was the deadline which ended it. */
  private static boolean isLate(Job job, Instant end) {
    if (job == null) {
      return false;
    }
    if (condition(job, FAILED).filter(c -> DEADLINE.equals(c.getReason())).isPresent()) {
      return true;
    }
    Instant start =
        time(Optional.ofNullable(job.getStatus()).map(JobStatus::getStartTime).orElse(null));
    Long deadline = job.getSpec().getActiveDeadlineSeconds();
    return start != null
        && end != null
        && deadline != null
        && !end.isBefore(start.plusSeconds(deadline));
  }

  private static Optional<JobCondition> condition(Job job, Set<String> types) {
    return Optional.ofNullable(job.getStatus()).map(JobStatus::getConditions).stream()
        .flatMap(List::stream)
        .filter(c -> types.contains(c.getType()) && "True".equals(c.getStatus()))
        .findFirst();
  }

  private static AgentState running(Pod pod) {
    Optional<ContainerState> state = container(pod).map(ContainerStatus::getState);
    if (state.map(ContainerState::getRunning).isPresent()) {
      return new AgentState.Working();
    }
    return new AgentState.Waiting(
        state
            .map(ContainerState::getWaiting)
            .flatMap(waiting -> whyNotStarted(waiting, pod))
            .or(() -> whyNotScheduled(pod)));
  }

  private static Optional<String> whyNotStarted(ContainerStateWaiting waiting, Pod pod) {
    String reason = Optional.ofNullable(waiting.getReason()).orElse("");
    String detail = waiting.getMessage() == null ? reason : waiting.getMessage().strip();
    return switch (reason) {
      case "ErrImagePull",
          "ImagePullBackOff",
          "ErrImageNeverPull",
          "InvalidImageName",
          "ImageInspectError" ->
          Optional.of(
              "The agent's image \"%s\" cannot be had: %s"
                  .formatted(pod.getSpec().getContainers().get(0).getImage(), detail));
      case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
          Optional.of("The agent's container cannot start: " + detail);
      default -> Optional.empty();
    };
  }

  private static Optional<String> whyNotScheduled(Pod pod) {
    return Optional.ofNullable(pod.getStatus().getConditions()).stream()
        .flatMap(List::stream)
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(c -> "No node takes the agent's pod: " + c.getMessage())
        .findFirst();
  }

  private static Instant time(String text) {
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }
}
