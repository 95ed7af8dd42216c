package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;

/**
 * What is done at one router.
 *
 * @param <T> what it comes to
 */
public interface Visit<T> {
  /**
   * Does it; that the router fails is a result.
   *
   * @param cleanup ends it when the process is told to stop
   * @throws AgentException when no other router can be visited either, as {@code Interrupted}
   */
  T run(Cleanup cleanup) throws AgentException;
}
