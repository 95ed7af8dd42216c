package io.proxpanel.backup.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentStatesTest {
  private static final String SUCCESS = "{\"state\":\"SUCCEEDED\",\"stage\":\"done\"}";

  private static Job job() {
    return new JobBuilder()
        .withNewMetadata()
        .withName("j")
        .withUid("job-1")
        .endMetadata()
        .withNewSpec()
        .withActiveDeadlineSeconds(60L)
        .endSpec()
        .withNewStatus()
        .withStartTime("2026-11-23T12:00:00Z")
        .endStatus()
        .build();
  }

  private static Job job(String condition, String reason) {
    return new JobBuilder(job())
        .editStatus()
        .addNewCondition()
        .withType(condition)
        .withStatus("True")
        .withReason(reason)
        .withLastTransitionTime("2026-11-23T12:01:00Z")
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod pod(String phase, ContainerState state) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .withCreationTimestamp("2026-11-23T12:00:01Z")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("agent")
        .withImage("agent:1")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .addNewContainerStatus()
        .withName("agent")
        .withState(state)
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod ended(String message, int code, String reason, String at) {
    return pod(
        code == 0 ? "Succeeded" : "Failed",
        new ContainerStateBuilder()
            .withNewTerminated()
            .withMessage(message)
            .withExitCode(code)
            .withReason(reason)
            .withFinishedAt(at)
            .endTerminated()
            .build());
  }

  private static Pod ended(String message, int code) {
    return ended(message, code, "Error", "2026-11-23T12:00:30Z");
  }

  private static Pod waiting(String reason, String message) {
    return pod(
        "Pending",
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(message)
            .endWaiting()
            .build());
  }

  @Test
  void anAgentThatIsBeingStoppedStillHasAResultToTell() {
    Pod stopping =
        pod("Running", new ContainerStateBuilder().withNewRunning().endRunning().build());

    assertThat(AgentStates.read(job("FailureTarget", "BackoffLimitExceeded"), List.of(stopping)))
        .isInstanceOf(AgentState.Working.class);
    // When the Job has failed for good no pod is left, whatever was seen of it last.
    assertThat(AgentStates.read(job("Failed", "BackoffLimitExceeded"), List.of(stopping)))
        .isInstanceOf(AgentState.Lost.class);
  }

  @Test
  void readsTheResultEvenBeforeTheJobSaysThatItIsOver() {
    AgentState state = AgentStates.read(job(), List.of(ended(SUCCESS, 0)));

    assertThat(state)
        .isInstanceOfSatisfying(
            AgentState.Ended.class,
            ended -> {
              assertThat(ended.result().stage()).isEqualTo("done");
              assertThat(ended.at()).isEqualTo(Instant.parse("2026-11-23T12:00:30Z"));
            });
  }

  @Test
  void readsTheResultEvenWhenTheJobIsGone() {
    assertThat(AgentStates.read(null, List.of(ended(SUCCESS, 0))))
        .isInstanceOf(AgentState.Ended.class);
  }

  @Test
  void aJobThatIsGoneWhileItsPodStopsStillWorks() {
    Pod running = pod("Running", new ContainerStateBuilder().withNewRunning().endRunning().build());

    assertThat(AgentStates.read(null, List.of(running))).isInstanceOf(AgentState.Working.class);
    assertThat(AgentStates.read(null, List.of())).isInstanceOf(AgentState.Missing.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Error: x", "{}", "null", "{\"state\":\"FAILED\"}", "{\"state\":\"X\"}"})
  void whatIsNoResultIsALoss(String message) {
    assertThat(AgentStates.read(job(), List.of(ended(message, 1))))
        .isInstanceOfSatisfying(
            AgentState.Lost.class,
            lost -> {
              assertThat(lost.how()).isEqualTo("ended with exit code 1 and no result");
              assertThat(lost.last()).isEmpty();
            });
  }

  @Test
  void aResultThatStillRunsIsALossWithAStage() {
    String running = "{\"state\":\"RUNNING\",\"stage\":\"restoring\",\"transactionId\":\"7\"}";

    assertThat(AgentStates.read(job(), List.of(ended(running, 137))))
        .isInstanceOfSatisfying(
            AgentState.Lost.class,
            lost -> {
              assertThat(lost.how()).isEqualTo("was killed by signal 9");
              assertThat(lost.last().orElseThrow().transactionId()).isEqualTo("7");
              assertThat(lost.deadline()).isFalse();
            });
  }

  @Test
  void saysThatMemoryWasShort() {
    assertThat(
            AgentStates.read(job(), List.of(ended("", 137, "OOMKilled", "2026-11-23T12:00:30Z"))))
        .isInstanceOfSatisfying(
            AgentState.Lost.class,
            lost ->
                assertThat(lost.how())
                    .isEqualTo(
                        "was killed because it used more memory than its limit (raise"
                            + " jobTemplate.resources.limits.memory)"));
  }

  @Test
  void knowsTheDeadlineBeforeTheJobSaysSo() {
    String interrupted =
        "{\"state\":\"FAILED\",\"stage\":\"dumping\",\"failure\":{\"code\":\"Interrupted\","
            + "\"message\":\"Told to stop.\"}}";

    assertThat(
            AgentStates.read(
                job(), List.of(ended(interrupted, 5, "Error", "2026-11-23T12:01:00Z"))))
        .isInstanceOfSatisfying(
            AgentState.Lost.class, lost -> assertThat(lost.deadline()).isTrue());
    assertThat(AgentStates.read(job(), List.of(ended(interrupted, 5))))
        .isInstanceOf(AgentState.Ended.class);
  }

  @Test
  void aJobThatFailedWithoutAPodIsALoss() {
    assertThat(AgentStates.read(job("Failed", "BackoffLimitExceeded"), List.of()))
        .isEqualTo(
            new AgentState.Lost(
                "was lost: its pod is gone and left no result",
                Optional.empty(),
                false,
                Instant.parse("2026-11-23T12:01:00Z")));
    assertThat(AgentStates.read(job("FailureTarget", "DeadlineExceeded"), List.of()))
        .isInstanceOfSatisfying(
            AgentState.Lost.class, lost -> assertThat(lost.deadline()).isTrue());
    assertThat(AgentStates.read(job("Complete", "CompletionsReached"), List.of()))
        .isInstanceOfSatisfying(
            AgentState.Lost.class,
            lost ->
                assertThat(lost.how())
                    .isEqualTo("ended, and its pod was removed before its result was read"));
  }

  @Test
  void saysWhyAnEvictedPodIsGone() {
    Pod evicted =
        new PodBuilder(pod("Failed", null))
            .editStatus()
            .withContainerStatuses(List.of())
            .withReason("Evicted")
            .withMessage("The node was low on resource: memory.")
            .endStatus()
            .build();

    assertThat(AgentStates.read(job(), List.of(evicted)))
        .isInstanceOfSatisfying(
            AgentState.Lost.class,
            lost ->
                assertThat(lost.how())
                    .isEqualTo(
                        "was lost because its pod failed (Evicted): The node was low on resource:"
                            + " memory"));
  }

  @Test
  void saysWhyAPodDoesNotStart() {
    assertThat(AgentStates.read(job(), List.of(waiting("ImagePullBackOff", "no such image"))))
        .hasToString(
            "Waiting[problem=Optional[The agent's image \"agent:1\" cannot be had: no such"
                + " image]]");
    assertThat(
            AgentStates.read(
                job(), List.of(waiting("CreateContainerConfigError", "secret \"x\" not found"))))
        .hasToString(
            "Waiting[problem=Optional[The agent's container cannot start: secret \"x\" not"
                + " found]]");
    assertThat(AgentStates.read(job(), List.of(waiting("ContainerCreating", null))))
        .hasToString("Waiting[problem=Optional.empty]");
    assertThat(AgentStates.read(job(), List.of())).hasToString("Waiting[problem=Optional.empty]");
  }

  @Test
  void saysThatNoNodeTakesThePod() {
    Pod unscheduled =
        new PodBuilder(pod("Pending", null))
            .editStatus()
            .withContainerStatuses(List.of())
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withMessage("0/1 nodes are available: 1 Insufficient memory.")
            .endCondition()
            .endStatus()
            .build();

    assertThat(AgentStates.read(job(), List.of(unscheduled)))
        .hasToString(
            "Waiting[problem=Optional[No node takes the agent's pod: 0/1 nodes are available: 1"
                + " Insufficient memory.]]");
  }

  @Test
  void aSuspendedJobIsSuspended() {
    Job suspended = new JobBuilder(job()).editSpec().withSuspend(true).endSpec().build();

    assertThat(AgentStates.read(suspended, List.of())).isInstanceOf(AgentState.Suspended.class);
  }

  @Test
  void doesNotTakeThePodOfAPredecessorOfTheSameName() {
    Pod old =
        new PodBuilder(ended(SUCCESS, 0))
            .editMetadata()
            .addToLabels(JobLabels.JOB, "j")
            .addNewOwnerReference()
            .withUid("job-0")
            .endOwnerReference()
            .endMetadata()
            .build();

    assertThat(AgentStates.podsOf("j", job(), List.of(old))).isEmpty();
    assertThat(AgentStates.podsOf("j", null, List.of(old))).hasSize(1);
    assertThat(AgentStates.podsOf("k", null, List.of(old))).isEmpty();
  }
}
