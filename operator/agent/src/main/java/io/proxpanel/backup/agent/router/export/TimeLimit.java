package io.proxpanel.backup.agent.router.export;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends what takes longer than it may, whatever it waits for. */
final class TimeLimit implements AutoCloseable {
  private final Duration whole;
  private final Runnable end;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean passed;

  /**
   * Begins to count.
   *
   * @param end ends it, from a thread of its own
   */
  TimeLimit(Duration whole, Runnable end) {
    this.whole = whole;
    this.end = end;
    Thread thread = new Thread(this::count, "time limit of a router");
    thread.setDaemon(true);
    thread.start();
  }

  private void count() {
    try {
      if (!done.await(whole.toMillis(), TimeUnit.MILLISECONDS)) {
        passed = true;
        end.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the time was up before it was done. */
  boolean hasPassed() {
    return passed;
  }

  /** It is done. */
  @Override
  public void close() {
    done.countDown();
  }
}
