package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.contract.BackupProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints how far a backup has come into the log, where the operator reads it. */
final class ProgressLines implements AutoCloseable {
  /** Often enough for a person who waits, and little beside a log of hours. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private final PrintWriter output;
  private final CountDownLatch closed = new CountDownLatch(1);

  ProgressLines(PrintWriter output) {
    this.output = output;
  }

  /** Begins to print, the first line after one interval. */
  void follow(Supplier<Optional<BackupProgress>> progress, Duration interval) {
    Thread thread = new Thread(() -> print(progress, interval), "progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void print(Supplier<Optional<BackupProgress>> progress, Duration interval) {
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        progress.get().map(BackupProgress::line).ifPresent(output::println);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
