package io.proxpanel.backup.controller.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Points in time and durations as status and messages write them. */
public final class Times {
  private static final DateTimeFormatter OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** RFC 3339 in whole seconds, as Kubernetes writes times. */
  public static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /**
   * Reads a time of a resource.
   *
   * @throws java.time.format.DateTimeParseException when it is none
   */
  public static Instant parse(String text) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
  }

  /**
   * A time that a node says. Its clock may run ahead, and nothing is reported from the future.
   *
   * @param at as the node says it, or null when that is not known
   */
  public static Instant past(Instant at, Instant now) {
    return at == null || at.isAfter(now) ? now : at;
  }

  /** How long ago a resource was created. */
  public static Duration age(HasMetadata resource, Instant now) {
    return Duration.between(parse(resource.getMetadata().getCreationTimestamp()), now);
  }

  /** {@code 09:20:00 UTC}. */
  public static String ofDay(Instant instant) {
    return OF_DAY.format(instant);
  }

  /** {@code 14s}, {@code 1m32s}, {@code 2h5m}: two units at most, never negative. */
  public static String human(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m" + rest(seconds % 60, "s");
    }
    return seconds / 3600 + "h" + rest(seconds % 3600 / 60, "m");
  }

  private static String rest(long number, String unit) {
    return number == 0 ? "" : number + unit;
  }
}
