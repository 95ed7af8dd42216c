package io.proxpanel.backup.agent.postgres.swap;

import io.proxpanel.backup.agent.AgentException;

/** What a swap has just done, for those who follow it. */
public enum SwapStep {
  /** The new database is there; nobody can connect to it, and nothing says what it is. */
  CREATED,
  /** It can be filled. */
  OPENED,
  /** It was filled and found right. */
  READY,
  /** The transaction has taken the old one's name away. */
  OLD_RENAMED,
  /** The transaction has given it to the new one. */
  NEW_RENAMED,
  /** The transaction is whole, and not committed. */
  BEFORE_COMMIT,
  /** It is done. */
  SWAPPED;

  /** Hears of it. */
  public interface Listener {
    /** A step is done; what it throws ends the work there. */
    void done(SwapStep step) throws AgentException;

    /** The transaction that changes the names is about to be committed; it has its epoch. */
    default void committing(String transactionId) throws AgentException {}
  }
}
