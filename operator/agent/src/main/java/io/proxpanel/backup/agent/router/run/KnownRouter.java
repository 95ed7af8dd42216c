package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Router;

/**
 * A router, as far as is known of it before it is asked.
 *
 * @param router whom; without a host where that is not known
 * @param defect why it cannot be asked, or null
 * @param ownPassword file that its password alone is in, where a sentence has to say so, or null
 */
public record KnownRouter(Router router, Failure defect, String ownPassword) {
  /** All of it is known. */
  public static KnownRouter of(Router router) {
    return new KnownRouter(router, null, null);
  }

  /**
   * Refuses a router that cannot be asked.
   *
   * @throws AgentException the defect
   */
  public void requireWhole() throws AgentException {
    if (defect != null) {
      throw new AgentException(defect.code(), defect.message());
    }
  }

  /** The failure with where the refused password is from. */
  public AgentException told(AgentException e) {
    return ownPassword == null || e.code() != ErrorCode.RouterLoginRefused
        ? e
        : new AgentException(
            e.code(), e.getMessage() + " The password is from " + ownPassword + ".", e);
  }
}
