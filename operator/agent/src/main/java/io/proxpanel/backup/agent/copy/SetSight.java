package io.proxpanel.backup.agent.copy;

import java.util.Set;

/**
 * What was seen at a destination before files are brought there.
 *
 * @param last of the file that is stored last of all
 * @param names of all that is there, whoever it belongs to; empty when nothing could be seen
 */
public record SetSight(Sight last, Set<String> names) {
  /** Copies the names. */
  public SetSight {
    names = Set.copyOf(names);
  }
}
