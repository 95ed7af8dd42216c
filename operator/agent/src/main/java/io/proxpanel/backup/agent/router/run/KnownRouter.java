package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A router, as far as is known of it before it is asked.
 *
 * @param router whom; without a host where that is not known
 * @param defect why it cannot be asked, or null
 * @param ownPassword file that its password alone is in, where a sentence has to say so, or null
 */
public record KnownRouter(Router router, Failure defect, String ownPassword) {
  private static final Logger LOG = LoggerFactory.getLogger(KnownRouter.class);

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

  /** What it means that the agent fails at this router in a way that nobody has thought of. */
  public AgentException broken(Throwable e) {
    LOG.atError().addKeyValue("router", router.name()).setCause(e).log("defect");
    return new AgentException(
        ErrorCode.Internal,
        "The agent has a defect ("
            + e.getClass().getSimpleName()
            + " at the router \""
            + router.name()
            + "\"): report it with the log of the Job.");
  }

  /** The failure with where the refused password is from. */
  public AgentException told(AgentException e) {
    return ownPassword == null || e.code() != ErrorCode.RouterLoginRefused
        ? e
        : new AgentException(
            e.code(), e.getMessage() + " The password is from " + ownPassword + ".", e);
  }
}
