package io.proxpanel.backup.controller.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.controller.fake.FakeCluster;
import io.proxpanel.backup.controller.fake.OperatorTestCase;
import io.proxpanel.backup.controller.fake.ScheduleSamples;
import io.proxpanel.backup.controller.fake.SettableClock;
import io.proxpanel.backup.controller.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A test with an operator whose clock it moves, mostly to the next minute. */
abstract class ScheduleTestCase extends OperatorTestCase {
  protected SettableClock clock;

  @BeforeEach
  void startByOurClock() {
    stopOperator();
    clock = new SettableClock(Instant.now());
    startByTheSameClock();
    createSurroundings();
  }

  protected final void startByTheSameClock() {
    startOperator(clock, "BACKUP_RESYNC", "1s");
  }

  protected static ScheduleSamples everyMinute() {
    return ScheduleSamples.daily("minutely").cron("* * * * *").zone("UTC");
  }

  /** Moves the clock to just after the next minute, and gives that minute. */
  protected final Instant nextMinute() {
    Instant due = clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    clock.forward(Duration.between(clock.instant(), due).plusSeconds(1));
    return due;
  }

  /** Its due times count from its creation, which is by the clock of the machine. */
  protected final BackupSchedule begun(BackupSchedule schedule) {
    cluster.create(schedule);
    String name = schedule.getMetadata().getName();
    BackupSchedule begun =
        eventually()
            .until(
                () -> cluster.schedule(name),
                s -> s.getStatus() != null && s.getStatus().countsSince != null);
    Duration behind =
        Duration.between(clock.instant(), Instant.parse(begun.getStatus().countsSince));
    clock.forward(behind.isNegative() ? Duration.ZERO : behind);
    return begun;
  }

  protected static Condition condition(BackupSchedule schedule, String type) {
    return Conditions.find(schedule.getStatus().conditions, type).orElseThrow();
  }

  protected final BackupSchedule awaitHealthy(String name, String status) {
    return eventually()
        .until(
            () -> cluster.schedule(name),
            s -> status.equals(condition(s, Conditions.HEALTHY).getStatus()));
  }

  protected final List<Backup> backups() {
    return cluster
        .client()
        .resources(Backup.class)
        .inNamespace(FakeCluster.NAMESPACE)
        .list()
        .getItems();
  }

  /** Waits for the events: they are written after status. */
  protected final void awaitEvents(String... events) {
    eventually().untilAsserted(() -> assertThat(cluster.events()).contains(events));
  }
}
