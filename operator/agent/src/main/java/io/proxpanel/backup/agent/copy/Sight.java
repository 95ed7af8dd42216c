package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Manifest;

/**
 * What was seen at a destination before the work began.
 *
 * @param destination where
 * @param taken the failure when a file of somebody else has the name, or null
 * @param ours the manifest of the file that an earlier attempt has stored, or null
 * @param failure why nothing could be seen, or null
 */
public record Sight(
    Destination destination, AgentException taken, Manifest ours, AgentException failure) {
  /** Whether it can be worked with. */
  public boolean isClear() {
    return failure == null;
  }
}
