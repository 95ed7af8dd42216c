package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Visits the routers of a run, some at a time.
 *
 * @param <T> what a visit comes to
 */
public final class RouterVisits<T> {
  /** Longer than a router is waited for when files are removed there. */
  private static final Duration END = Duration.ofSeconds(20);

  private final List<Visit<T>> visits;

  /** After which those that have not ended are ended, or null for never. */
  private final Duration limit;

  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReferenceArray<T> results;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Set<Cleanup> active = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile boolean expired;

  private RouterVisits(List<? extends Visit<T>> visits, Duration limit) {
    this.visits = List.copyOf(visits);
    this.limit = limit;
    this.results = new AtomicReferenceArray<>(visits.size());
  }

  /**
   * Makes them.
   *
   * @param atOnce how many at the same time
   * @param cleanup ends them when the process is told to stop
   * @return what became of the routers, in their order
   * @throws AgentException as {@link Visit#run}
   */
  public static <T> List<T> run(List<? extends Visit<T>> visits, int atOnce, Cleanup cleanup)
      throws AgentException {
    return new RouterVisits<T>(visits, null)
        .all(atOnce, cleanup).stream().map(Optional::orElseThrow).toList();
  }

  /**
   * The same for as long as that: then those under way are ended, and the others not begun.
   *
   * @return what became of the routers, in their order; empty for those that had not ended
   * @throws AgentException as {@link Visit#run}
   */
  public static <T> List<Optional<T>> runFor(
      Duration limit, List<? extends Visit<T>> visits, int atOnce, Cleanup cleanup)
      throws AgentException {
    return new RouterVisits<>(visits, limit).all(atOnce, cleanup);
  }

  private List<Optional<T>> all(int atOnce, Cleanup cleanup) throws AgentException {
    Cleanup.Entry end = cleanup.add(this::stop);
    try {
      start(Math.min(atOnce, visits.size()));
      await();
    } finally {
      end.close();
    }
    return results();
  }

  private void start(int count) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(this::work, "routers " + (i + 1));
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  private void work() {
    int index = next.getAndIncrement();
    while (index < visits.size() && !stopped && failure.get() == null) {
      try {
        results.set(index, visit(visits.get(index)));
      } catch (AgentException e) {
        if (!expired || e.code() != ErrorCode.Interrupted) {
          failure.compareAndSet(null, e);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
      index = next.getAndIncrement();
    }
  }

  private T visit(Visit<T> visit) throws AgentException {
    try (Cleanup own = new Cleanup()) {
      active.add(own);
      if (stopped) {
        throw interrupted(null);
      }
      try {
        return visit.run(own);
      } finally {
        active.remove(own);
      }
    }
  }

  private void await() throws AgentException {
    try {
      long until = limit == null ? 0 : System.nanoTime() + limit.toNanos();
      for (Thread thread : threads) {
        if (limit == null) {
          thread.join();
        } else {
          TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, until - System.nanoTime()));
        }
      }
      if (threads.stream().anyMatch(Thread::isAlive)) {
        expired = true;
        stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private List<Optional<T>> results() throws AgentException {
    Throwable why = failure.get();
    if (why instanceof AgentException agent) {
      throw agent;
    }
    if (why != null) {
      throw new IllegalStateException(why);
    }
    List<Optional<T>> all = new ArrayList<>();
    for (int i = 0; i < results.length(); i++) {
      if (results.get(i) == null && !expired) {
        throw interrupted(null);
      }
      all.add(Optional.ofNullable(results.get(i)));
    }
    return all;
  }

  /** Ends all at the same time: each may have to remove something on its router. */
  private void stop() {
    stopped = true;
    List<Thread> ends = new ArrayList<>();
    for (Cleanup each : active) {
      Thread thread = new Thread(each::close, "end of a visit");
      thread.setDaemon(true);
      thread.start();
      ends.add(thread);
    }
    ends.addAll(threads);
    long until = System.nanoTime() + END.toNanos();
    try {
      for (Thread thread : ends) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, until - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static AgentException interrupted(InterruptedException e) {
    return new AgentException(ErrorCode.Interrupted, "The agent was told to stop.", e);
  }
}
