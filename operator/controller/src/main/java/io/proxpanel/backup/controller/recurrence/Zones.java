package io.proxpanel.backup.controller.recurrence;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of time zones that a person may write. */
public final class Zones {
  /** A copy, because the JDK makes one at every call. */
  private static final Set<String> NAMES =
      ZoneId.getAvailableZoneIds().stream()
          // The JDK's own, which no other tz database has and newer JDKs dropped.
          .filter(name -> !name.startsWith("SystemV/"))
          .collect(Collectors.toUnmodifiableSet());

  private Zones() {}

  /**
   * The zone of that name in the JDK's copy of the IANA tz database.
   *
   * @param name spelt exactly as there, such as {@code Europe/Berlin} or {@code UTC}; null has none
   * @return empty for everything else, also for offsets such as {@code +01:00} or {@code UTC+1},
   *     which {@link ZoneId#of} would take
   */
  public static Optional<ZoneId> of(String name) {
    return name != null && NAMES.contains(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
  }
}
