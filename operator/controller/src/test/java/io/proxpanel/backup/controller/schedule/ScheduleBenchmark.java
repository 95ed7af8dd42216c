package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupScheduleStatus;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Frequency;
import io.proxpanel.backup.api.v1.Phase;
import io.proxpanel.backup.api.v1.RetentionRules;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long it takes to decide about many schedules; {@code e2e/benchmarks/schedules} runs it. */
final class ScheduleBenchmark {
  private static final int SCHEDULES = 10_000;
  private static final int BACKUPS = 30;
  private static final int ROUNDS = 5;
  private static final Instant NOW = Instant.parse("2026-11-23T01:00:01Z");
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York", "UTC");

  private ScheduleBenchmark() {}

  private record Case(BackupSchedule schedule, ScheduleObservation seen) {}

  /** One line for the first and one for the best of several rounds. */
  public static void main(String[] args) throws TimingException {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < SCHEDULES; i++) {
      cases.add(of(i));
    }
    List<Double> due = new ArrayList<>();
    List<Double> kept = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long made = 0;
      for (Case each : cases) {
        Timing timing = Timing.of(each.schedule().getSpec());
        SchedulePlan plan = ScheduleDecision.decide(each.schedule(), timing, each.seen(), NOW);
        made += plan instanceof SchedulePlan.Make ? 1 : 0;
      }
      due.add(milliseconds(start));
      start = System.nanoTime();
      long deleted = 0;
      for (Case each : cases) {
        Timing timing = Timing.of(each.schedule().getSpec());
        deleted +=
            Pruning.byTenant(each.schedule(), timing, each.seen(), List.of()).stream()
                .mapToInt(pruning -> pruning.decide().delete().size())
                .sum();
      }
      kept.add(milliseconds(start));
      if (round == 0) {
        print(
            "%d schedules, %d of them due, %d Backups each, %d to delete",
            SCHEDULES, made, BACKUPS, deleted);
      }
    }
    for (Map.Entry<String, List<Double>> each :
        Map.of("what is due", due, "what stays", kept).entrySet()) {
      print(
          "%-12s first %6.0f ms, best %6.0f ms",
          each.getKey(),
          each.getValue().get(0),
          each.getValue().stream().mapToDouble(Double::doubleValue).min().orElseThrow());
    }
  }

  private static Case of(int number) throws TimingException {
    ScheduleSamples sample =
        ScheduleSamples.daily("tenant-" + number)
            .zone(ZONES.get(number % ZONES.size()))
            .retention(new RetentionRules(null, 3, null, 7, 4, 12, null, null, null));
    BackupSchedule schedule =
        number % 3 == 0
            ? sample.cron(number % 60 + " */2 * * 1-5").build()
            : sample.every(number % 2 == 0 ? Frequency.Hourly : Frequency.Daily).build();
    Timing timing = Timing.of(schedule.getSpec());
    BackupScheduleStatus status = new BackupScheduleStatus();
    status.frequency = timing.frequency();
    status.at = timing.at();
    status.countsSince = "2026-01-01T00:00:00Z";
    status.lastScheduleTime = NOW.minus(Duration.ofHours(20)).toString();
    schedule.setStatus(status);
    List<Backup> backups = new ArrayList<>();
    for (int i = 1; i <= BACKUPS; i++) {
      Instant at = NOW.minus(Duration.ofHours(20L * i));
      Backup backup = ScheduledBackup.of(schedule, at);
      backup.getMetadata().setUid(number + "-" + i);
      backup.setStatus(new BackupStatus());
      backup.getStatus().phase = Phase.Succeeded;
      backup.getStatus().completionTime = at.toString();
      backups.add(backup);
    }
    return new Case(schedule, new ScheduleObservation(backups));
  }

  private static double milliseconds(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
