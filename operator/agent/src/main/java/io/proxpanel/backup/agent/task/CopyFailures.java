package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.util.List;
import java.util.stream.Collectors;

/** Makes one failure of those that the destinations have. */
final class CopyFailures {
  private CopyFailures() {}

  /** One that failed. */
  static DestinationResult of(String destination, AgentException e) {
    return new DestinationResult(destination, DestinationResult.FAILED, null, e.failure());
  }

  /**
   * The failure when none has a file: the only one as it is, else one that could come to a good end
   * later, with the words of all.
   */
  static AgentException all(List<DestinationResult> failed) {
    Failure first = failed.get(0).failure();
    if (failed.size() == 1) {
      return new AgentException(first.code(), first.message());
    }
    Failure telling =
        failed.stream()
            .map(DestinationResult::failure)
            .filter(failure -> failure.code().retryable())
            .findFirst()
            .orElse(first);
    return new AgentException(
        telling.code(),
        failed.stream()
            .map(each -> "\"" + each.name() + "\": " + each.failure().message())
            .collect(
                Collectors.joining(
                    " ", "None of the " + failed.size() + " destinations could be used. ", "")));
  }
}
