package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a result says of the room at a destination.
 *
 * @param freeBytes room that is left, or null where it is not known
 * @param quotaBytes room that there is in all, or null where none was set or it is not known
 */
public record Room(Long freeBytes, Long quotaBytes) {
  /** Where nobody can say it. */
  public static final Room UNKNOWN = new Room(null, null);

  private static final Logger LOG = LoggerFactory.getLogger(Room.class);

  /** What is left, in bytes; nothing is known of the whole. */
  public static Room left(OptionalLong bytes) {
    return bytes.isPresent() ? new Room(bytes.getAsLong(), null) : UNKNOWN;
  }

  /** That of a store after the work is done, which must not fail because nobody can say it. */
  public static Room ofAtLast(Store store) {
    try {
      return store.room();
    } catch (AgentException e) {
      LOG.atDebug().log("the room there is not known: {}", e.getMessage());
      return UNKNOWN;
    }
  }

  /** A result that tells it. */
  public DestinationResult result(String name, String state, String location) {
    return new DestinationResult(name, state, location, null, freeBytes, quotaBytes);
  }
}
