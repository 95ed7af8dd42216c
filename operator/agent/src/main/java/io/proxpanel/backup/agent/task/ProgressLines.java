package io.proxpanel.backup.agent.task;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints how far a task has come into the log, where the operator reads it. */
final class ProgressLines implements AutoCloseable {
  /** Often enough for a person who waits, and little beside a log of hours. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private final PrintWriter output;
  private final CountDownLatch closed = new CountDownLatch(1);

  ProgressLines(PrintWriter output) {
    this.output = output;
  }

  /** Begins to print, the first line after one interval. */
  void follow(Supplier<Optional<String>> line, Duration interval) {
    Thread thread = new Thread(() -> print(line, interval), "progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void print(Supplier<Optional<String>> line, Duration interval) {
    try {
      while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        line.get().ifPresent(output::println);
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
