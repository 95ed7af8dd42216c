package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.Sight;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What makes a task that stores something a success: one destination that has all of it. */
final class OneGoodCopy {
  private static final Logger LOG = LoggerFactory.getLogger(OneGoodCopy.class);
  private static final int MAX_DESTINATIONS = 8;

  private OneGoodCopy() {}

  /**
   * Refuses a task whose destinations cannot be told apart.
   *
   * @throws AgentException {@code TaskInvalid}
   */
  static void requireDestinations(List<Destination> destinations) throws AgentException {
    int count = destinations.size();
    if (count < 1 || count > MAX_DESTINATIONS) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The task has " + count + " destinations and must have 1 to " + MAX_DESTINATIONS + ".");
    }
    if (destinations.stream().map(Destination::name).distinct().count() != count) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "Two destinations of the task have the same name.");
    }
  }

  /**
   * Refuses a name that is somebody else's anywhere.
   *
   * @throws AgentException {@code FileNameTaken}
   */
  static void requireFree(List<Sight> sights) throws AgentException {
    for (Sight sight : sights) {
      if (sight.taken() != null) {
        throw sight.taken();
      }
    }
  }

  /** The results where nothing could be seen anywhere; empty where something was. */
  static List<DestinationResult> unseen(List<Sight> sights) {
    return sights.stream().anyMatch(Sight::isClear)
        ? List.of()
        : sights.stream()
            .map(sight -> CopyFailures.of(sight.destination().name(), sight.failure()))
            .toList();
  }

  /**
   * Requires a destination that has it, and tells the log of those that do not.
   *
   * @throws AgentException one made of all failures
   */
  static void require(List<DestinationResult> results) throws AgentException {
    if (results.stream().noneMatch(each -> DestinationResult.STORED.equals(each.state()))) {
      throw CopyFailures.all(results);
    }
    for (DestinationResult each : results) {
      if (each.failure() != null) {
        LOG.atWarn()
            .addKeyValue("destination", each.name())
            .addKeyValue("code", each.failure().code())
            .log("not stored there: {}", each.failure().message());
      }
    }
  }
}
