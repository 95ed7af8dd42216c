package io.proxpanel.backup.controller.recurrence;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A time in which a zone's clocks run evenly, from one change of their offset to the next.
 *
 * @param begin the change that it begins with; null where the zone's history begins
 * @param end the change that it ends before; null where none is to come
 */
record Stretch(
    ZoneRules rules, ZoneOffset offset, ZoneOffsetTransition begin, ZoneOffsetTransition end) {

  static Stretch around(Instant instant, ZoneRules rules) {
    // A change belongs to what comes after it, so the one at this very instant counts as before.
    return new Stretch(
        rules,
        rules.getOffset(instant),
        rules.previousTransition(instant.plusNanos(1)),
        rules.nextTransition(instant));
  }

  Stretch after() {
    return new Stretch(rules, end.getOffsetAfter(), end, rules.nextTransition(end.getInstant()));
  }

  Stretch before() {
    return new Stretch(
        rules, begin.getOffsetBefore(), rules.previousTransition(begin.getInstant()), begin);
  }

  /** What clocks show then. */
  LocalDateTime local(Instant instant) {
    return LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
  }
}
