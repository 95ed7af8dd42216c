package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts at one destination, with pauses between them, until one succeeds or it is cancelled. */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final String destination;
  private final List<Duration> pauses;
  private final CompletableFuture<AgentException> cancelled = new CompletableFuture<>();

  /**
   * Attempts that are to be made.
   *
   * @param destination its name, for the log
   * @param pauses before each further attempt
   */
  Attempts(String destination, List<Duration> pauses) {
    this.destination = destination;
    this.pauses = List.copyOf(pauses);
  }

  /** What is attempted. */
  interface Attempt<T> {
    /**
     * Makes it.
     *
     * @param again whether an earlier one has failed
     */
    T make(boolean again) throws AgentException;
  }

  /**
   * Makes them.
   *
   * @param repeatable whether a second one could succeed where the first has failed
   * @throws AgentException the failure of the last one, or why it was cancelled
   */
  <T> T make(boolean repeatable, Attempt<T> attempt) throws AgentException {
    int number = 0;
    while (true) {
      try {
        return attempt.make(number > 0);
      } catch (AgentException e) {
        boolean last =
            !repeatable || number == pauses.size() || !e.code().retryable() || isCancelled();
        if (last) {
          throw e;
        }
        LOG.atWarn()
            .addKeyValue("destination", destination)
            .addKeyValue("attempt", number + 1)
            .log("trying again after {} s: {}", pauses.get(number).toSeconds(), e.getMessage());
        pause(pauses.get(number));
        number++;
      }
    }
  }

  /** Ends the pauses, and lets no further attempt begin. */
  void cancel(AgentException why) {
    cancelled.complete(why);
  }

  boolean isCancelled() {
    return cancelled.isDone();
  }

  /**
   * Goes on only while it is wanted.
   *
   * @throws AgentException why it was cancelled
   */
  void requireWanted() throws AgentException {
    AgentException why = cancelled.getNow(null);
    if (why != null) {
      throw why;
    }
  }

  /** Waits, unless it is cancelled meanwhile. */
  private void pause(Duration time) throws AgentException {
    try {
      throw cancelled.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.atDebug().addKeyValue("destination", destination).log("next attempt");
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits for what somebody else has to say. */
  static <T> T await(CompletableFuture<T> future) throws AgentException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AgentException agent) {
        throw agent;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static AgentException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AgentException(ErrorCode.Interrupted, "The agent was told to stop.", e);
  }
}
