package io.proxpanel.backup.controller.job;

import io.proxpanel.backup.contract.TaskResult;
import java.time.Instant;
import java.util.Optional;

/** How the agent of one attempt stands, as far as its Job and pods tell. */
public sealed interface AgentState {

  /** There is no Job of that name. */
  record Missing() implements AgentState {}

  /** A Job of that name is there and works for somebody else. */
  record Foreign() implements AgentState {}

  /** The Job is there and was not released. */
  record Suspended() implements AgentState {}

  /**
   * The Job is there and its container does not run yet.
   *
   * @param problem why it cannot start, when that is known
   */
  record Waiting(Optional<String> problem) implements AgentState {}

  /** The container runs. */
  record Working() implements AgentState {}

  /**
   * The agent said how it ended.
   *
   * @param result what it said; never {@link TaskResult.State#RUNNING}
   * @param at when, or null when that is not known
   */
  record Ended(TaskResult result, Instant at) implements AgentState {
    /** It did what it was asked. */
    public boolean isSuccess() {
      return result.state() == TaskResult.State.SUCCEEDED;
    }
  }

  /**
   * The agent ended without a word.
   *
   * @param how a clause that continues "The agent"
   * @param last the stage that it reached last, when it left that behind
   * @param deadline whether the Job's deadline ended it
   * @param at when, or null when that is not known
   */
  record Lost(String how, Optional<TaskResult> last, boolean deadline, Instant at)
      implements AgentState {}
}
