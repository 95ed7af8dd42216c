package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.ConcurrencyPolicy;
import io.proxpanel.backup.api.v1.Frequency;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 02:00 in Berlin is 01:00 UTC in November. */
class ScheduleDecisionTest {
  private static final Instant DUE = Instant.parse("2026-11-23T01:00:00Z");
  private static final Instant LAST = Instant.parse("2026-11-22T01:00:00Z");

  private static SchedulePlan decide(BackupSchedule schedule, Instant now, Backup... backups)
      throws TimingException {
    return ScheduleDecision.decide(
        schedule, Timing.of(schedule.getSpec()), new ScheduleObservation(List.of(backups)), now);
  }

  /** With a status that acted on that due time last. */
  private static BackupSchedule after(ScheduleSamples sample, Instant last) throws TimingException {
    BackupSchedule schedule = sample.build();
    Timing timing = Timing.of(schedule.getSpec());
    BackupScheduleStatus status = new BackupScheduleStatus();
    status.frequency = timing.frequency();
    status.at = timing.at();
    status.countsSince = "2026-11-01T00:00:00Z";
    status.lastScheduleTime = last == null ? null : last.toString();
    schedule.setStatus(status);
    return schedule;
  }

  private static BackupSchedule nightly(Instant last) throws TimingException {
    return after(ScheduleSamples.daily("nightly"), last);
  }

  private static Backup backup(BackupSchedule schedule, Instant due, Phase phase) {
    Backup backup = ScheduledBackup.of(schedule, due);
    backup.setStatus(new BackupStatus());
    backup.getStatus().phase = phase;
    return backup;
  }

  @Test
  void whatIsNewCountsFromItsCreation() throws TimingException {
    BackupSchedule schedule = ScheduleSamples.daily("nightly").build();

    assertThat(decide(schedule, DUE))
        .isEqualTo(new SchedulePlan.Begin(Instant.parse("2026-11-01T00:00:00Z")));
  }

  @Test
  void makesABackupAtTheDueTimeAndNotBefore() throws TimingException {
    assertThat(decide(nightly(LAST), DUE.minusMillis(1))).isEqualTo(new SchedulePlan.Idle());
    assertThat(decide(nightly(LAST), DUE))
        .isEqualTo(new SchedulePlan.Make(DUE, List.of(), Missed.NONE));
  }

  @Test
  void makesNoSecondOneForTheSameDueTime() throws TimingException {
    assertThat(decide(nightly(DUE), DUE)).isEqualTo(new SchedulePlan.Idle());
    assertThat(decide(nightly(DUE), DUE.plusSeconds(59))).isEqualTo(new SchedulePlan.Idle());
  }

  @Test
  void makesUpForADueTimeWithinTheDeadline() throws TimingException {
    Instant late = DUE.plus(Duration.ofHours(12));

    assertThat(decide(nightly(LAST), late))
        .isEqualTo(new SchedulePlan.Make(DUE, List.of(), Missed.NONE));
    assertThat(decide(nightly(LAST), late.plusMillis(1)))
        .isEqualTo(new SchedulePlan.Miss(DUE, new Missed(1, DUE)));
  }

  @Test
  void anHourlyScheduleMakesUpForAnHour() throws TimingException {
    ScheduleSamples hourly = ScheduleSamples.daily("hourly").every(Frequency.Hourly).at("00:30");
    Instant due = Instant.parse("2026-11-23T01:30:00Z");

    assertThat(Timing.of(hourly.build().getSpec()).deadline()).isEqualTo(Duration.ofHours(1));
    assertThat(Timing.of(ScheduleSamples.daily("x").cron("5 * * * *").build().getSpec()).deadline())
        .isEqualTo(Duration.ofHours(1));
    assertThat(decide(after(hourly, due.minusSeconds(3600)), due.plusSeconds(3599)))
        .isEqualTo(new SchedulePlan.Make(due, List.of(), Missed.NONE));
    assertThat(decide(after(hourly.deadline(60), due.minusSeconds(3600)), due.plusSeconds(61)))
        .isEqualTo(new SchedulePlan.Miss(due, new Missed(1, due)));
  }

  @Test
  void howeverManyWereMissedOneBackupFollows() throws TimingException {
    Instant weekAgo = DUE.minus(Duration.ofDays(7));

    assertThat(decide(nightly(weekAgo), DUE.plusSeconds(60)))
        .isEqualTo(new SchedulePlan.Make(DUE, List.of(), new Missed(6, LAST)));
    assertThat(decide(nightly(weekAgo), DUE.plus(Duration.ofHours(13))))
        .isEqualTo(new SchedulePlan.Miss(DUE, new Missed(7, DUE)));
  }

  @Test
  void skipsWhileAnEarlierOneHasNotEnded() throws TimingException {
    BackupSchedule schedule = nightly(LAST);

    assertThat(decide(schedule, DUE, backup(schedule, LAST, Phase.Running)))
        .isEqualTo(new SchedulePlan.Skip(DUE, List.of("nightly-20261122-0100"), Missed.NONE));
    for (Phase over : List.of(Phase.Succeeded, Phase.Failed)) {
      assertThat(decide(schedule, DUE, backup(schedule, LAST, over)))
          .isEqualTo(new SchedulePlan.Make(DUE, List.of(), Missed.NONE));
    }
  }

  @Test
  void whatWasMadeForTheSameDueTimeIsTakenForItsOwn() throws TimingException {
    for (ConcurrencyPolicy policy : ConcurrencyPolicy.values()) {
      BackupSchedule schedule = after(ScheduleSamples.daily("nightly").concurrency(policy), LAST);

      assertThat(decide(schedule, DUE, backup(schedule, DUE, Phase.Running)))
          .isEqualTo(new SchedulePlan.Make(DUE, List.of(), Missed.NONE));
    }
  }

  @Test
  void oneThatIsBeingDeletedHoldsNothingUp() throws TimingException {
    BackupSchedule schedule = nightly(LAST);
    Backup leaving = backup(schedule, LAST, Phase.Running);
    leaving.getMetadata().setDeletionTimestamp("2026-11-23T00:00:00Z");

    assertThat(decide(schedule, DUE, leaving))
        .isEqualTo(new SchedulePlan.Make(DUE, List.of(), Missed.NONE));
  }

  @Test
  void replacesOrAllowsWhereTheSpecSaysSo() throws TimingException {
    ScheduleSamples sample = ScheduleSamples.daily("nightly");
    BackupSchedule replace = after(sample.concurrency(ConcurrencyPolicy.Replace), LAST);
    assertThat(decide(replace, DUE, backup(replace, LAST, Phase.Pending)))
        .isEqualTo(new SchedulePlan.Make(DUE, List.of("nightly-20261122-0100"), Missed.NONE));

    BackupSchedule allow = after(sample.concurrency(ConcurrencyPolicy.Allow), LAST);
    assertThat(decide(allow, DUE, backup(allow, LAST, Phase.Running)))
        .isEqualTo(new SchedulePlan.Make(DUE, List.of(), Missed.NONE));
  }

  @Test
  void makesNothingWhileSuspendedAndNothingUpAfterwards() throws TimingException {
    BackupSchedule suspended = after(ScheduleSamples.daily("nightly").suspended(), LAST);
    assertThat(decide(suspended, DUE)).isEqualTo(new SchedulePlan.Suspended());

    BackupSchedule resumed = nightly(LAST);
    resumed.getStatus().countsSince = null;
    assertThat(decide(resumed, DUE.plusSeconds(60)))
        .isEqualTo(new SchedulePlan.Begin(DUE.plusSeconds(60)));
  }

  @Test
  void otherTimesCountFromTheChangeOn() throws TimingException {
    BackupSchedule changed = after(ScheduleSamples.daily("nightly"), LAST);
    changed.getStatus().at = "03:00 Europe/Berlin";
    assertThat(decide(changed, DUE.plusSeconds(60)))
        .isEqualTo(new SchedulePlan.Begin(DUE.plusSeconds(60)));

    changed.getStatus().at = "02:00 Europe/Paris";
    assertThat(decide(changed, DUE)).isEqualTo(new SchedulePlan.Begin(DUE));
  }

  @Test
  void aClockThatGoesBackALittleMakesNothingTwice() throws TimingException {
    assertThat(decide(nightly(DUE), DUE.minusSeconds(1800))).isEqualTo(new SchedulePlan.Idle());
  }

  @Test
  void aClockThatWasFarAheadDoesNotSilenceTheSchedule() throws TimingException {
    BackupSchedule schedule = nightly(DUE.plus(Duration.ofDays(365)));
    Backup made = backup(schedule, LAST, Phase.Succeeded);
    Backup ahead = backup(schedule, DUE.plus(Duration.ofDays(365)), Phase.Succeeded);

    assertThat(decide(schedule, DUE.minusSeconds(60), made, ahead))
        .isEqualTo(new SchedulePlan.Idle());
    assertThat(decide(schedule, DUE, made, ahead))
        .isEqualTo(new SchedulePlan.Make(DUE, List.of(), Missed.NONE));
  }

  @Test
  void startsAreSpreadByTheName() throws TimingException {
    BackupSchedule schedule = after(ScheduleSamples.daily("nightly").jitter(600), LAST);
    Duration jitter = ScheduleDecision.jitter(schedule);

    assertThat(ScheduleDecision.jitter(schedule)).isEqualTo(jitter).isPositive();
    assertThat(decide(schedule, DUE)).isEqualTo(new SchedulePlan.Spread(DUE, DUE.plus(jitter)));
    assertThat(decide(schedule, DUE.plus(jitter)))
        .isEqualTo(new SchedulePlan.Make(DUE, List.of(), Missed.NONE));
  }

  @Test
  void oneThatIsPutOffIsNotPushedOutByTheNext() throws TimingException {
    BackupSchedule schedule =
        after(ScheduleSamples.daily("minutely").cron("* * * * *").jitter(600), DUE);
    Duration jitter = ScheduleDecision.jitter(schedule);
    Instant first = DUE.plusSeconds(60);
    assertThat(jitter).isGreaterThan(Duration.ofMinutes(2));

    assertThat(decide(schedule, first.plus(jitter).minusMillis(1)))
        .isEqualTo(new SchedulePlan.Spread(first, first.plus(jitter)));
    assertThat(decide(schedule, first.plus(jitter)))
        .isEqualTo(new SchedulePlan.Make(first, List.of(), Missed.NONE));
  }

  @Test
  void aThousandSchedulesDoNotStartInOneSecond() {
    List<Duration> waits =
        IntStream.range(0, 1000)
            .mapToObj(i -> ScheduleSamples.daily("tenant-" + i).jitter(599).build())
            .map(ScheduleDecision::jitter)
            .toList();

    assertThat(waits).allMatch(wait -> wait.toSeconds() >= 0 && wait.toSeconds() <= 599);
    assertThat(waits.stream().distinct()).hasSizeGreaterThan(450);
    for (Duration each : waits) {
      assertThat(waits.stream().filter(each::equals).count()).isLessThan(10);
    }
  }
}
