package io.proxpanel.backup.agent.copy;

import java.util.Set;
import java.util.function.Predicate;

/**
 * What was seen at a destination before files are brought there.
 *
 * @param last of the file that is stored last of all
 * @param names whether a file of routers was seen under a name, whoever it belongs to; of none when
 *     nothing could be seen
 */
public record SetSight(Sight last, Predicate<String> names) {
  /** What was seen where all names are known. */
  public SetSight(Sight last, Set<String> names) {
    this(last, known(Set.copyOf(names)));
  }

  private static Predicate<String> known(Set<String> names) {
    return names::contains;
  }

  /** Whether a file of routers was seen under a name. */
  public boolean has(String name) {
    return names.test(name);
  }
}
