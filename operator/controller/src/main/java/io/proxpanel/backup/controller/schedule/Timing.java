package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.BackupScheduleSpec;
import io.proxpanel.backup.api.v1.Weekday;
import io.proxpanel.backup.controller.recurrence.CronException;
import io.proxpanel.backup.controller.recurrence.Recurrence;
import io.proxpanel.backup.controller.recurrence.Zones;
import io.proxpanel.backup.controller.status.Reason;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * When a schedule is due, read out of its spec.
 *
 * @param recurrence the due times
 * @param zone whose clock they are of
 * @param deadline for how long a due time is made up for
 * @param frequency how often, for people
 * @param at when in the day and where, for people
 */
record Timing(Recurrence recurrence, ZoneId zone, Duration deadline, String frequency, String at) {
  private static final String DEFAULT_TIME = "02:00";
  private static final Duration HOURLY_DEADLINE = Duration.ofHours(1);
  private static final Duration DEADLINE = Duration.ofHours(12);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /**
   * Reads it.
   *
   * @throws TimingException when there is no telling when the schedule is due
   */
  static Timing of(BackupScheduleSpec spec) throws TimingException {
    ZoneId zone = zone(spec);
    return spec.schedule() == null ? ofFrequency(spec, zone) : ofCron(spec, zone);
  }

  private static ZoneId zone(BackupScheduleSpec spec) throws TimingException {
    String name = Optional.ofNullable(spec.timeZone()).orElse("UTC");
    return Zones.of(name)
        .orElseThrow(
            () ->
                new TimingException(
                    Reason.TimeZoneUnknown,
                    ("timeZone \"%s\" is not the name of a time zone that the operator knows; write"
                            + " one like Europe/Berlin")
                        .formatted(name)));
  }

  private static Timing ofCron(BackupScheduleSpec spec, ZoneId zone) throws TimingException {
    try {
      Recurrence recurrence = Recurrence.cron(spec.schedule(), zone);
      return new Timing(
          recurrence, zone, deadline(spec, recurrence), spec.schedule(), zone.getId());
    } catch (CronException e) {
      throw new TimingException(Reason.ScheduleInvalid, e.getMessage());
    }
  }

  private static Timing ofFrequency(BackupScheduleSpec spec, ZoneId zone) throws TimingException {
    if (spec.frequency() == null) {
      throw new TimingException(
          Reason.ScheduleInvalid, "neither frequency nor schedule is written; write one of them");
    }
    LocalTime time = time(spec);
    Weekday weekday = Optional.ofNullable(spec.dayOfWeek()).orElse(Weekday.Sunday);
    int day = Optional.ofNullable(spec.dayOfMonth()).orElse(1);
    Recurrence recurrence =
        switch (spec.frequency()) {
          case Hourly -> Recurrence.hourly(time.getMinute(), zone);
          case Daily -> Recurrence.daily(time, zone);
          case Weekly -> Recurrence.weekly(java(weekday), time, zone);
          case Monthly -> Recurrence.monthly(day, time, zone);
        };
    String at =
        switch (spec.frequency()) {
          case Hourly -> "minute " + time.getMinute();
          case Daily -> time.toString();
          case Weekly -> weekday + " " + time;
          case Monthly -> "day " + day + " " + time;
        };
    return new Timing(
        recurrence,
        zone,
        deadline(spec, recurrence),
        spec.frequency().name(),
        at + " " + zone.getId());
  }

  private static LocalTime time(BackupScheduleSpec spec) throws TimingException {
    String text = Optional.ofNullable(spec.timeOfDay()).orElse(DEFAULT_TIME);
    try {
      return LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      throw new TimingException(
          Reason.ScheduleInvalid,
          "timeOfDay \"%s\" is not a time; write hours and minutes, from 00:00 to 23:59"
              .formatted(text));
    }
  }

  private static DayOfWeek java(Weekday day) {
    return DayOfWeek.valueOf(day.name().toUpperCase(Locale.ROOT));
  }

  private static Duration deadline(BackupScheduleSpec spec, Recurrence recurrence) {
    return Optional.ofNullable(spec.startingDeadlineSeconds())
        .map(Duration::ofSeconds)
        .orElse(recurrence.everyHour() ? HOURLY_DEADLINE : DEADLINE);
  }

  /** {@code 2026-11-26 02:00}, as the clock of the zone shows it. */
  String clock(Instant instant) {
    return CLOCK.format(instant.atZone(zone));
  }

  /** {@code 2026-11-26 02:00 Europe/Berlin}. */
  String inWords(Instant instant) {
    return clock(instant) + " " + zone.getId();
  }
}
