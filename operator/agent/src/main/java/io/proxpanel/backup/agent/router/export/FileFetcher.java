package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Router;
import java.util.Optional;

/** Brings a file of a router here. */
interface FileFetcher {
  /** By what. */
  Router.Fetch kind();

  /**
   * Brings it. That all of it has come is for the caller to see.
   *
   * @return why this way does not work on this router for this file, in words that follow the
   *     router's name; empty when it was brought
   */
  Optional<String> fetch(RemoteFile file, ReceivedFile to) throws AgentException;
}
