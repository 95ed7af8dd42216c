package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.router.export.RouterExports;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.time.Clock;

/**
 * Logs in to one router, and does nothing else there.
 *
 * @param known whom
 * @param clock of the agent
 */
public record LoginVisit(KnownRouter known, Clock clock) implements Visit<LoginVisit.End> {

  /**
   * What it came to.
   *
   * @param failure why it cannot be logged in to, or null
   */
  public record End(Failure failure) {}

  @Override
  public End run(Cleanup cleanup) throws AgentException {
    try {
      known.requireWhole();
      new RouterExports(cleanup, clock).greet(known.router());
      return new End(null);
    } catch (AgentException e) {
      if (e.code() == ErrorCode.Interrupted) {
        throw e;
      }
      return new End(known.told(e).failure());
    } catch (RuntimeException e) {
      return new End(known.broken(e).failure());
    }
  }
}
