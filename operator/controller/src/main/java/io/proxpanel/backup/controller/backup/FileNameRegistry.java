package io.proxpanel.backup.controller.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Gives out file names one at a time. A name is taken when the status of a Backup has it; the
 * registry remembers its own answers only until the cache can be trusted to show them.
 */
final class FileNameRegistry {
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Given> given = new HashMap<>();

  private record Given(String uid, Instant at) {}

  FileNameRegistry(Clock clock) {
    this.clock = clock;
  }

  /**
   * Chooses a name.
   *
   * @param uid of the Backup that it is for
   * @param observed whether the status of another Backup has a name
   * @param choice chooses a name given what is taken
   */
  synchronized String choose(String uid, Predicate<String> observed, NameChoice choice) {
    Instant oldest = clock.instant().minus(MEMORY);
    given.values().removeIf(each -> each.at().isBefore(oldest));
    String name = choice.among(observed.or(each -> isGivenToAnother(each, uid)));
    given.put(name, new Given(uid, clock.instant()));
    return name;
  }

  private boolean isGivenToAnother(String name, String uid) {
    return given.containsKey(name) && !given.get(name).uid().equals(uid);
  }

  /** Chooses a name given what is taken. */
  interface NameChoice {
    /** The choice; never a taken one. */
    String among(Predicate<String> taken);
  }
}
