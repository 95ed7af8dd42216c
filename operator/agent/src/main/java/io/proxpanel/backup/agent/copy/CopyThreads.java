package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work at several destinations, at each in a thread of its own. */
final class CopyThreads {
  private static final Logger LOG = LoggerFactory.getLogger(CopyThreads.class);

  /** How long who asks what is there is held up at most by a destination that does not answer. */
  private static final Duration LOOK = Duration.ofSeconds(20);

  /** How long the end waits for what has to be removed at the destinations. */
  private static final Duration END = Duration.ofSeconds(10);

  private final List<? extends Work> works;
  private final Cleanup connections;
  private final List<Thread> threads = new ArrayList<>();

  /** What is done at a destination. */
  interface Work extends Runnable {
    Destination destination();

    /** What it comes to; completed by the end of {@link #run}. */
    CompletableFuture<DestinationResult> result();

    /** Why looking what is there has failed by now, where it is tried again. */
    Optional<AgentException> trouble();

    /** Ends it, with this as its result, wherever it stands; what is stored stays. */
    void cancel(AgentException why);
  }

  /**
   * Work that is to be begun.
   *
   * @param connections ends those of all of it
   */
  CopyThreads(List<? extends Work> works, Cleanup connections) {
    this.works = List.copyOf(works);
    this.connections = connections;
  }

  void start() {
    for (Work work : works) {
      Thread thread = new Thread(work, "copy to " + work.destination().name());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  /**
   * What each has seen, within a while.
   *
   * @param sight of one
   * @param late makes one out of the failure of a destination that does not answer
   */
  static <W extends Work, S> List<S> look(
      List<W> works, Function<W, CompletableFuture<S>> sight, Late<W, S> late) {
    return look(works, sight, late, LOOK);
  }

  static <W extends Work, S> List<S> look(
      List<W> works, Function<W, CompletableFuture<S>> sight, Late<W, S> late, Duration time) {
    long until = System.nanoTime() + time.toNanos();
    List<S> seen = new ArrayList<>();
    for (W work : works) {
      long left = Math.max(0, until - System.nanoTime());
      try {
        seen.add(sight.apply(work).get(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        seen.add(late.sight(work, unknown(work, time, e)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return seen;
  }

  /** What is said of a destination that does not answer in time. */
  interface Late<W, S> {
    S sight(W work, AgentException failure);
  }

  /** It may have said nothing, or much that is of no use. */
  private static AgentException unknown(Work work, Duration time, TimeoutException e) {
    String unknown =
        "What is stored at the destination \""
            + work.destination().name()
            + "\" was not known after "
            + time.toSeconds()
            + " s";
    return new AgentException(
        ErrorCode.DestinationUnreachable,
        work.trouble()
            .map(trouble -> unknown + ". " + trouble.getMessage())
            .orElse(unknown + ": look whether its server answers, and how fast."),
        e);
  }

  /**
   * Waits for all to come to their end.
   *
   * @param known is told what is known whenever one has come to its end
   * @return what became of it, in the order of the destinations
   */
  List<DestinationResult> await(Consumer<List<DestinationResult>> known) {
    List<CompletableFuture<DestinationResult>> left =
        new ArrayList<>(works.stream().map(Work::result).toList());
    while (!left.isEmpty()) {
      CompletableFuture.anyOf(left.toArray(CompletableFuture[]::new)).join();
      left.removeIf(CompletableFuture::isDone);
      known.accept(soFar());
    }
    return soFar();
  }

  private List<DestinationResult> soFar() {
    return works.stream()
        .map(Work::result)
        .filter(CompletableFuture::isDone)
        .map(CompletableFuture::join)
        .toList();
  }

  /** Ends what has not come to its end, and the connections. */
  void cancel(AgentException why) {
    works.forEach(work -> work.cancel(why));
    long until = System.nanoTime() + END.toNanos();
    try {
      for (Thread thread : threads) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, until - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connections.close();
  }

  /** Why copies end before they have come to their end. */
  static AgentException stopped() {
    return new AgentException(
        ErrorCode.Interrupted, "The agent was told to stop before it was there.");
  }

  /** A failure that nobody has foreseen; the log has what a developer needs. */
  static AgentException defect(Destination destination, Throwable e) {
    LOG.atError().addKeyValue("destination", destination.name()).setCause(e).log("defect");
    return new AgentException(
        ErrorCode.Internal,
        "The agent has a defect ("
            + e.getClass().getSimpleName()
            + " at the destination \""
            + destination.name()
            + "\"): report it with the log of the Job.");
  }

  static DestinationResult failed(Destination destination, AgentException e) {
    return new DestinationResult(destination.name(), DestinationResult.FAILED, null, e.failure());
  }
}
