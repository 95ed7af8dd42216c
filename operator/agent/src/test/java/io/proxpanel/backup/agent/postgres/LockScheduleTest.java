package io.proxpanel.backup.agent.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.postgres.LockSchedule.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LockScheduleTest {
  private static final Task KEYS = new Task(Set.of(1), Set.of(10), Set.of(), 50);
  private static final Task INDEX = new Task(Set.of(2), Set.of(), Set.of(10), 100);
  private static final Task SECOND_INDEX = new Task(Set.of(3), Set.of(), Set.of(10), 90);
  private static final Task OTHER = new Task(Set.of(4), Set.of(11), Set.of(), 1);

  @Test
  void theHeaviestGoesFirstAndNoneWaitsForATable() throws Exception {
    LockSchedule schedule = new LockSchedule(List.of(OTHER, KEYS, SECOND_INDEX, INDEX));
    assertThat(schedule.take()).contains(INDEX);
    assertThat(schedule.take()).contains(SECOND_INDEX);
    assertThat(schedule.take()).contains(OTHER);

    CompletableFuture<Optional<Task>> last = take(schedule);
    schedule.done(INDEX);
    assertThat(last).isNotDone();
    schedule.done(SECOND_INDEX);
    assertThat(last.get(30, TimeUnit.SECONDS)).contains(KEYS);
    assertThat(schedule.take()).isEmpty();
  }

  @Test
  void nothingIsBegunAfterAnError() throws Exception {
    LockSchedule schedule = new LockSchedule(List.of(KEYS, INDEX, OTHER));
    assertThat(schedule.take()).contains(INDEX);
    assertThat(schedule.take()).contains(OTHER);
    CompletableFuture<Optional<Task>> waiting = take(schedule);
    schedule.stop();
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(schedule.take()).isEmpty();
  }

  private static CompletableFuture<Optional<Task>> take(LockSchedule schedule) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return schedule.take();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
