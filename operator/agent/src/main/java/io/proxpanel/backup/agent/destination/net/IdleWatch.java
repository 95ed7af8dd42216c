package io.proxpanel.backup.agent.destination.net;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Breaks a connection whose server takes no more bytes. Java has time limits for reading only; and
 * a dump that brings nothing for a while is no reason to break anything.
 */
public final class IdleWatch implements AutoCloseable {
  private static final long NOTHING = Long.MIN_VALUE;
  private static final int CHECKS = 4;

  private final AtomicLong since = new AtomicLong(NOTHING);
  private final ScheduledExecutorService clock;
  private final ScheduledFuture<?> check;
  private volatile boolean fired;

  /**
   * Begins to watch.
   *
   * @param idle longest time that one step may take, as a write
   * @param end breaks the connection; comes from another thread
   */
  public IdleWatch(Duration idle, Runnable end) {
    clock =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "idle-watch");
              thread.setDaemon(true);
              return thread;
            });
    long nanos = idle.toNanos();
    check =
        clock.scheduleWithFixedDelay(
            () -> {
              long began = since.get();
              if (began != NOTHING && System.nanoTime() - began > nanos) {
                fired = true;
                end.run();
              }
            },
            nanos / CHECKS,
            nanos / CHECKS,
            TimeUnit.NANOSECONDS);
  }

  /** A step begins that the server may hold up. */
  public void begin() {
    since.set(System.nanoTime());
  }

  /** It has ended. */
  public void end() {
    since.set(NOTHING);
  }

  /** Whether a connection was broken. */
  public boolean hasFired() {
    return fired;
  }

  @Override
  public void close() {
    check.cancel(false);
    clock.shutdownNow();
  }
}
