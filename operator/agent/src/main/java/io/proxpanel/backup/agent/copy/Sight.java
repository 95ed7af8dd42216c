package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Manifest;
import java.util.Optional;

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
  /**
   * Looks whose a file is.
   *
   * @param uid of the resource that looks
   */
  static Sight of(BackupFolder folder, Destination destination, String fileName, String uid)
      throws AgentException {
    if (!folder.exists(fileName)) {
      return new Sight(destination, null, null, null);
    }
    Optional<Manifest> ours =
        folder.owns(fileName, uid) ? folder.manifest(fileName) : Optional.empty();
    return new Sight(
        destination,
        ours.isPresent() ? null : folder.taken(fileName, null),
        ours.orElse(null),
        null);
  }

  /** Whether it can be worked with. */
  public boolean isClear() {
    return failure == null;
  }
}
