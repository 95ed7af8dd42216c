package io.proxpanel.backup.controller.fake;

import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.job.AgentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** States of agents that tests begin with. */
public final class Results {
  private Results() {}

  /** Ended well. */
  public static AgentState succeeded(Instant at) {
    return new AgentState.Ended(result(TaskResult.State.SUCCEEDED, "done", null, null), at);
  }

  /** Ended with that error. */
  public static AgentState failed(ErrorCode code, Instant at) {
    return failed(code, null, at);
  }

  /** Ended with that error, having begun that transaction. */
  public static AgentState failed(ErrorCode code, String transactionId, Instant at) {
    Failure failure = new Failure(code, "It failed.");
    return new AgentState.Ended(
        result(TaskResult.State.FAILED, "somewhere", failure, transactionId), at);
  }

  /** Was killed, leaving that behind. */
  public static AgentState killed(String stage, String transactionId, Instant at) {
    return new AgentState.Lost(
        "was killed by signal 9",
        Optional.of(result(TaskResult.State.RUNNING, stage, null, transactionId)),
        false,
        at);
  }

  /** Is gone without a trace. */
  public static AgentState vanished(Instant at) {
    return new AgentState.Lost("was lost", Optional.empty(), false, at);
  }

  private static TaskResult result(
      TaskResult.State state, String stage, Failure failure, String transactionId) {
    return new TaskResult(
        state, stage, failure, null, null, null, List.of(), transactionId, List.of());
  }
}
