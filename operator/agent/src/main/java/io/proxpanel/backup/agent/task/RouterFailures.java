package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes one failure of those that all routers of a run have. */
final class RouterFailures {
  private static final int NAMED = 3;

  private RouterFailures() {}

  /**
   * The failure of a run without a good router: the only one as it is, else with the code of all,
   * or of one that could come to a good end later.
   */
  static AgentException all(List<RouterList.Entry> failed) {
    List<Failure> failures = failed.stream().map(RouterList.Entry::failure).toList();
    Failure first = failures.get(0);
    if (failures.size() == 1) {
      return new AgentException(first.code(), first.message());
    }
    ErrorCode code =
        failures.stream()
            .map(Failure::code)
            .filter(ErrorCode::retryable)
            .findFirst()
            .orElse(first.code());
    int more = failures.size() - NAMED;
    return new AgentException(
        code,
        failures.stream()
            .limit(NAMED)
            .map(Failure::message)
            .collect(
                Collectors.joining(
                    " ",
                    "None of the " + failures.size() + " routers could be exported. ",
                    more > 0 ? " And " + more + " more." : "")));
  }
}
