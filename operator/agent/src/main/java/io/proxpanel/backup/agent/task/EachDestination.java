package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.util.ArrayList;
import java.util.List;

/** Does the same at every destination: one that fails does not keep the others from it. */
final class EachDestination {
  private EachDestination() {}

  /** What is done at a destination. */
  interface Step {
    /** What it came to there. */
    DestinationResult at(Destination destination) throws AgentException;
  }

  /**
   * Does it and reports what it came to at each.
   *
   * @throws AgentException the first failure, with the others suppressed, after all were tried
   */
  static void run(TaskReport report, List<Destination> destinations, Step step)
      throws AgentException {
    AgentException first = all(report, destinations, step);
    if (first != null) {
      throw first;
    }
  }

  /**
   * Does it and reports what it came to at each; one that succeeds is enough.
   *
   * @throws AgentException the first failure, with the others suppressed, when all failed
   */
  static void runAny(TaskReport report, List<Destination> destinations, Step step)
      throws AgentException {
    AgentException first = all(report, destinations, step);
    if (first != null && first.getSuppressed().length == destinations.size() - 1) {
      throw first;
    }
  }

  private static AgentException all(TaskReport report, List<Destination> destinations, Step step) {
    List<DestinationResult> results = new ArrayList<>();
    AgentException first = null;
    for (Destination destination : destinations) {
      try {
        results.add(step.at(destination));
      } catch (AgentException e) {
        results.add(
            new DestinationResult(destination.name(), DestinationResult.FAILED, null, e.failure()));
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    report.destinations(results);
    return first;
  }
}
