package io.proxpanel.backup.controller.recurrence;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Watches a clock on the wall, minute by minute, and notes when something is due. It knows nothing
 * of changes of offset: it sees the hand jump. Something is due when the hand comes to its time or
 * beyond, and not again when the hand was put back.
 */
record WallClock(ZoneId zone, Predicate<LocalDateTime> rule, boolean realHours) {
  /** From so long before it looks, because an earlier time may be repeated; no zone does more. */
  private static final int LEAD = 26 * 60;

  List<Instant> due(Instant after, Instant until) {
    List<Instant> due = new ArrayList<>();
    Instant now = after.truncatedTo(ChronoUnit.MINUTES).minus(LEAD, ChronoUnit.MINUTES);
    long hand = minute(now);
    long reached = hand;
    while (true) {
      now = now.plusSeconds(60);
      if (now.isAfter(until)) {
        return due;
      }
      long jump = minute(now) - hand - 1;
      hand += jump + 1;
      if (realHours && Math.abs(jump) >= 60) {
        reached = hand - 1;
      }
      if (now.isAfter(after) && anyDue(reached, hand)) {
        due.add(now);
      }
      reached = Math.max(reached, hand);
    }
  }

  private boolean anyDue(long after, long until) {
    for (long minute = after + 1; minute <= until; minute++) {
      if (rule.test(LocalDateTime.ofEpochSecond(minute * 60, 0, ZoneOffset.UTC))) {
        return true;
      }
    }
    return false;
  }

  private long minute(Instant now) {
    int offset = zone.getRules().getOffset(now).getTotalSeconds();
    return Math.floorDiv(now.getEpochSecond() + offset, 60);
  }
}
