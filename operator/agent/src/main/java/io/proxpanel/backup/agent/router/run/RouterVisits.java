package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Visits the routers of a run, some at a time. */
public final class RouterVisits {
  /** Longer than a router is waited for when files are removed there. */
  private static final Duration END = Duration.ofSeconds(20);

  private final List<RouterVisit> visits;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReferenceArray<Visited> results;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Set<Cleanup> active = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private RouterVisits(List<RouterVisit> visits) {
    this.visits = List.copyOf(visits);
    this.results = new AtomicReferenceArray<>(visits.size());
  }

  /**
   * Makes them.
   *
   * @param atOnce how many at the same time
   * @param cleanup ends them when the process is told to stop
   * @return what became of the routers, in their order
   * @throws AgentException as {@link RouterVisit#run}
   */
  public static List<Visited> run(List<RouterVisit> visits, int atOnce, Cleanup cleanup)
      throws AgentException {
    RouterVisits all = new RouterVisits(visits);
    Cleanup.Entry end = cleanup.add(all::stop);
    try {
      all.start(Math.min(atOnce, visits.size()));
      all.await();
    } finally {
      end.close();
    }
    return all.results();
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
      } catch (AgentException | RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
      index = next.getAndIncrement();
    }
  }

  private Visited visit(RouterVisit visit) throws AgentException {
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
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private List<Visited> results() throws AgentException {
    Throwable why = failure.get();
    if (why instanceof AgentException agent) {
      throw agent;
    }
    if (why != null) {
      throw new IllegalStateException(why);
    }
    List<Visited> all = new ArrayList<>();
    for (int i = 0; i < results.length(); i++) {
      if (results.get(i) == null) {
        throw interrupted(null);
      }
      all.add(results.get(i));
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
