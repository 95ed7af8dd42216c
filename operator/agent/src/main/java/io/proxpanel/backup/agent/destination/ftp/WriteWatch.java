package io.proxpanel.backup.agent.destination.ftp;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Breaks a data connection whose server takes no more bytes. Java has time limits for reading only;
 * and a dump that brings nothing for a while is no reason to break anything.
 */
final class WriteWatch implements AutoCloseable {
  private static final long NOT_WRITING = Long.MIN_VALUE;
  private static final int CHECKS = 4;

  private final AtomicLong since = new AtomicLong(NOT_WRITING);
  private final ScheduledExecutorService clock;
  private final ScheduledFuture<?> check;
  private volatile boolean fired;

  /**
   * Begins to watch.
   *
   * @param idle longest time that one write may take
   * @param end breaks the connection; comes from another thread
   */
  WriteWatch(Duration idle, Runnable end) {
    clock =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "ftp-write-watch");
              thread.setDaemon(true);
              return thread;
            });
    long nanos = idle.toNanos();
    check =
        clock.scheduleWithFixedDelay(
            () -> {
              long began = since.get();
              if (began != NOT_WRITING && System.nanoTime() - began > nanos) {
                fired = true;
                end.run();
              }
            },
            nanos / CHECKS,
            nanos / CHECKS,
            TimeUnit.NANOSECONDS);
  }

  /** Writing begins. */
  void begin() {
    since.set(System.nanoTime());
  }

  /** Writing has ended. */
  void end() {
    since.set(NOT_WRITING);
  }

  /** Whether a connection was broken. */
  boolean hasFired() {
    return fired;
  }

  @Override
  public void close() {
    check.cancel(false);
    clock.shutdownNow();
  }
}
