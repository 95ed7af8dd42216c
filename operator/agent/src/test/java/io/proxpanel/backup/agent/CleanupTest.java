package io.proxpanel.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CleanupTest {
  private final List<String> ended = new ArrayList<>();

  @Test
  void endsTheNewestFirstAndEachOnce() {
    Cleanup cleanup = new Cleanup();
    cleanup.add(() -> ended.add("first"));
    Cleanup.Entry second = cleanup.add(() -> ended.add("second"));
    cleanup.add(() -> ended.add("third"));
    second.close();

    cleanup.close();
    cleanup.close();

    assertThat(ended).containsExactly("second", "third", "first");
  }

  @Test
  void endsAtOnceWhatComesTooLate() {
    Cleanup cleanup = new Cleanup();
    cleanup.close();

    cleanup.add(() -> ended.add("late"));

    assertThat(ended).containsExactly("late");
  }

  @Test
  void waitsForWhatSomebodyElseIsEnding() throws Exception {
    Cleanup cleanup = new Cleanup();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Cleanup.Entry slow =
        cleanup.add(
            () -> {
              begun.countDown();
              awaitUninterruptibly(goOn);
              ended.add("slow");
            });
    Thread worker = new Thread(slow::close);
    worker.start();
    begun.await();
    Thread process =
        new Thread(
            () -> {
              cleanup.close();
              ended.add("process");
            });
    process.start();
    await().until(() -> process.getState() == Thread.State.BLOCKED);
    goOn.countDown();
    process.join();
    worker.join();

    assertThat(ended).containsExactly("slow", "process");
    assertThat(cleanup.size()).isZero();
  }

  @Test
  void theEndWaitsForWhatIsBeingMade() throws Exception {
    Cleanup cleanup = new Cleanup();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Thread worker =
        new Thread(
            () -> {
              try {
                cleanup.making(
                    () -> {
                      begun.countDown();
                      awaitUninterruptibly(goOn);
                      ended.add("made");
                      return cleanup.add(() -> ended.add("ended"));
                    });
              } catch (IOException | AgentException e) {
                throw new IllegalStateException(e);
              }
            });
    worker.start();
    begun.await();
    Thread process = new Thread(cleanup::close);
    process.start();
    await().until(() -> process.getState() == Thread.State.BLOCKED);
    goOn.countDown();
    process.join();
    worker.join();

    assertThat(ended).containsExactly("made", "ended");
    assertThatThrownBy(() -> cleanup.making(() -> ended.add("late")))
        .isInstanceOf(AgentException.class)
        .hasMessage("The agent was told to stop.");
    assertThat(ended).hasSize(2);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
