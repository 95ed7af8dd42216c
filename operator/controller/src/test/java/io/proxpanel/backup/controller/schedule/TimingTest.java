package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.api.v1.BackupScheduleSpec;
import io.proxpanel.backup.api.v1.Frequency;
import io.proxpanel.backup.api.v1.Weekday;
import io.proxpanel.backup.controller.fake.Samples;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import io.proxpanel.backup.controller.status.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimingTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static BackupScheduleSpec spec(
      Frequency frequency, String time, Weekday weekday, Integer day) {
    return new BackupScheduleSpec(
        frequency,
        time,
        weekday,
        day,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Samples.backupSpec(),
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "Hourly,  04:15, ,       ,   2026-11-25T12:15:00Z, minute 15 UTC",
    "Hourly,  ,      ,       ,   2026-11-25T13:00:00Z, minute 0 UTC",
    "Daily,   ,      ,       ,   2026-11-26T02:00:00Z, 02:00 UTC",
    "Daily,   23:59, ,       ,   2026-11-25T23:59:00Z, 23:59 UTC",
    "Weekly,  ,      ,       ,   2026-11-29T02:00:00Z, Sunday 02:00 UTC",
    "Weekly,  03:30, Monday, ,   2026-11-30T03:30:00Z, Monday 03:30 UTC",
    "Monthly, ,      ,       ,   2026-12-01T02:00:00Z, day 1 02:00 UTC",
    "Monthly, 01:00, ,       31, 2026-11-30T01:00:00Z, day 31 01:00 UTC",
  })
  void readsAFrequency(
      Frequency frequency, String time, Weekday weekday, Integer day, Instant next, String at)
      throws TimingException {
    Timing timing = Timing.of(spec(frequency, time, weekday, day));

    assertThat(timing.recurrence().next(NOW)).contains(next);
    assertThat(timing.frequency()).isEqualTo(frequency.name());
    assertThat(timing.at()).isEqualTo(at);
  }

  @ParameterizedTest
  @EnumSource(Weekday.class)
  void everyDayOfTheWeekIsThatDay(Weekday day) throws TimingException {
    Timing timing = Timing.of(spec(Frequency.Weekly, null, day, null));

    assertThat(timing.recurrence().next(NOW).orElseThrow().atZone(timing.zone()).getDayOfWeek())
        .hasToString(day.name().toUpperCase(java.util.Locale.ROOT));
  }

  @Test
  void readsACronExpressionInItsZone() throws TimingException {
    Timing timing = Timing.of(ScheduleSamples.daily("x").cron("0 2 * * *").build().getSpec());

    assertThat(timing.recurrence().next(NOW)).contains(Instant.parse("2026-11-26T01:00:00Z"));
    assertThat(timing.frequency()).isEqualTo("0 2 * * *");
    assertThat(timing.at()).isEqualTo("Europe/Berlin");
    assertThat(timing.inWords(Instant.parse("2026-11-26T01:00:00Z")))
        .isEqualTo("2026-11-26 02:00 Europe/Berlin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CET+1", "", "europe/berlin", "+01:00", "Mars/Olympus"})
  void aZoneThatIsNotKnownIsNeverGuessed(String zone) {
    BackupScheduleSpec spec = ScheduleSamples.daily("x").zone(zone).build().getSpec();

    assertThatThrownBy(() -> Timing.of(spec))
        .hasMessage(
            "timeZone \"%s\" is not the name of a time zone that the operator knows; write one like"
                + " Europe/Berlin",
            zone)
        .isInstanceOfSatisfying(
            TimingException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TimeZoneUnknown));
  }

  @Test
  void whatCameByTheSchemaAndCannotBeReadIsSaid() {
    assertThatThrownBy(() -> Timing.of(spec(null, null, null, null)))
        .hasMessage("neither frequency nor schedule is written; write one of them");
    assertThatThrownBy(() -> Timing.of(spec(Frequency.Daily, "25:00", null, null)))
        .hasMessage(
            "timeOfDay \"25:00\" is not a time; write hours and minutes, from 00:00 to 23:59");
    assertThatThrownBy(
            () -> Timing.of(ScheduleSamples.daily("x").cron("61 * * * *").build().getSpec()))
        .hasMessageContaining("61");
  }
}
