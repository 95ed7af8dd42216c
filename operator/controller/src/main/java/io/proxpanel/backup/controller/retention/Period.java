package io.proxpanel.backup.controller.retention;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAdjusters;

/** The pieces that a calendar is cut into, of which the newest good backup stays. */
enum Period {
  HOUR(KeepReason.Kind.HOURLY),
  DAY(KeepReason.Kind.DAILY),
  WEEK(KeepReason.Kind.WEEKLY),
  MONTH(KeepReason.Kind.MONTHLY),
  YEAR(KeepReason.Kind.YEARLY);

  private final KeepReason.Kind kind;

  Period(KeepReason.Kind kind) {
    this.kind = kind;
  }

  /** The reason for which the newest of such a piece stays. */
  KeepReason.Kind kind() {
    return kind;
  }

  /** For how many pieces the rules keep one. */
  int limit(Rules rules) {
    return switch (this) {
      case HOUR -> rules.keepHourly();
      case DAY -> rules.keepDaily();
      case WEEK -> rules.keepWeekly();
      case MONTH -> rules.keepMonthly();
      case YEAR -> rules.keepYearly();
    };
  }

  /** The piece that holds this time; equal for all times in it. */
  Temporal bucket(ZonedDateTime at) {
    LocalDate date = at.toLocalDate();
    return switch (this) {
      // With the offset: where clocks go back an hour comes twice, and each pass is one.
      case HOUR -> at.toOffsetDateTime().truncatedTo(ChronoUnit.HOURS);
      case DAY -> date;
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> YearMonth.from(date);
      case YEAR -> Year.from(date);
    };
  }
}
