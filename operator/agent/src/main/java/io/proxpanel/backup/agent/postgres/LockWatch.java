package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from a session of its own, now and then, who holds what a task's sessions wait for. The
 * server says so only while they wait, and not in the error that ends the wait. That nothing can be
 * seen is no failure of the task.
 */
public final class LockWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LockWatch.class);
  private static final long MAX_PAUSE_MILLIS = 1000;
  private static final int LOOKS_BY_WAIT = 4;

  /** What was seen before that belongs to an earlier wait. */
  private static final Duration VALID = Duration.ofSeconds(10);

  private final PostgresClients.Client client;
  private final DatabaseLogin login;
  private final String applicationName;
  private final long pauseMillis;
  private final Cleanup own = new Cleanup();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Cleanup.Entry cleanup;
  private volatile Seen seen;

  private record Seen(List<LockHolder> holders, long nanos) {}

  /**
   * Begins to look.
   *
   * @param client whose psql is used
   * @param applicationName of the sessions that may wait, and of the one that looks
   * @param lockTimeoutSeconds how long they wait
   * @param cleanup ends it
   */
  public LockWatch(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      long lockTimeoutSeconds,
      Cleanup cleanup) {
    this.client = client;
    this.login = login;
    this.applicationName = DatabaseLogin.shorten(applicationName);
    this.pauseMillis =
        Math.min(MAX_PAUSE_MILLIS, TimeUnit.SECONDS.toMillis(lockTimeoutSeconds) / LOOKS_BY_WAIT);
    this.cleanup = cleanup.add(this::end);
    Thread thread = new Thread(this::look, "locks");
    thread.setDaemon(true);
    thread.start();
  }

  /** Who was waited for until now, in words for the middle of a sentence. */
  String holder() {
    Seen last = seen;
    boolean valid = last != null && System.nanoTime() - last.nanos() < VALID.toNanos();
    return LockHolder.inWords(valid ? last.holders() : List.of());
  }

  @Override
  public void close() {
    cleanup.close();
  }

  private void end() {
    stop.countDown();
    own.close();
  }

  private void look() {
    try {
      // Most tasks never wait, and need no further session.
      if (stop.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        return;
      }
      try (PsqlSession session = PsqlSession.open(client, login, applicationName, own)) {
        do {
          List<LockHolder> holders = LockHolder.ask(session, applicationName);
          if (!holders.isEmpty()) {
            seen = new Seen(holders, System.nanoTime());
          }
        } while (!stop.await(pauseMillis, TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SqlException | AgentException e) {
      if (stop.getCount() > 0) {
        LOG.atWarn().log("it cannot be seen who holds locks: {}", e.getMessage());
      }
    }
  }
}
