package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.router.api.ApiConnection;
import io.proxpanel.backup.agent.router.api.ApiConnector;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.agent.router.api.Reply;
import io.proxpanel.backup.agent.router.api.RouterErrors;
import io.proxpanel.backup.agent.router.api.RouterPatience;
import io.proxpanel.backup.agent.router.api.TrapException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One visit to a router, by one thread. However it ends, also when the process is told to stop, the
 * files that it has made there are removed: over its connection, or over a new one where that is
 * gone.
 */
final class RouterSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouterSession.class);

  private final Router router;
  private final RouterPatience patience;
  private final RouterErrors errors;
  private final ApiConnector connector;
  private final Thread owner = Thread.currentThread();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Leftovers leftovers;
  private final Cleanup.Entry end;
  private final BooleanSupplier late;
  private volatile ApiConnection connection;
  private volatile boolean left;

  private RouterSession(
      Router router,
      RouterPatience patience,
      RouterErrors errors,
      Cleanup cleanup,
      BooleanSupplier late) {
    this.router = router;
    this.late = late;
    this.patience = patience;
    this.errors = errors;
    this.connector = new ApiConnector(router, errors);
    this.leftovers = new Leftovers(patience);
    this.end = cleanup.add(this::end);
  }

  /**
   * Connects and logs in.
   *
   * @param late whether it is because the time is up that it is ended
   * @throws AgentException as {@link ApiConnector#connect}
   */
  static RouterSession open(
      Router router,
      RouterPatience patience,
      RouterErrors errors,
      Cleanup cleanup,
      BooleanSupplier late)
      throws AgentException {
    RouterSession session = new RouterSession(router, patience, errors, cleanup, late);
    boolean done = false;
    try {
      session.connection = session.connector.connect(patience);
      done = true;
      return session;
    } catch (AgentException e) {
      throw session.isStopped() ? session.ended() : e;
    } finally {
      if (!done) {
        session.close();
      }
    }
  }

  RouterErrors errors() {
    return errors;
  }

  RouterPatience patience() {
    return patience;
  }

  /** Name of the user who is logged in. */
  String user() {
    return connection.user();
  }

  RemoteFiles files() {
    return new RemoteFiles(connection);
  }

  /** Gives a command; what the router says no to has to be looked at. */
  Reply call(Command command) throws IOException {
    return connection.call(command);
  }

  /** Gives a command whose answer may have any number of rows. */
  void call(Command command, ApiConnection.Rows rows) throws IOException {
    connection.call(command, rows);
  }

  /** Whether another command can be given. */
  boolean isUsable() {
    return connection.isUsable();
  }

  /**
   * Gives a command that makes a file on the router.
   *
   * @param base name of the file without what RouterOS adds to it
   */
  Reply make(String base, Command command) throws IOException {
    leftovers.expect(base);
    try {
      Reply reply = connection.call(command, patience.export());
      leftovers.arrived();
      return reply;
    } catch (TrapException e) {
      // It has ended as well.
      leftovers.arrived();
      throw e;
    }
  }

  /** What a failed command means. */
  AgentException explain(IOException e, String doing) {
    return isStopped() ? ended() : errors.of(e, doing);
  }

  /** Why somebody else has ended the visit. */
  AgentException ended() {
    return late.getAsBoolean() ? errors.tooLong(patience.whole()) : errors.stopped();
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  /**
   * Waits.
   *
   * @throws AgentException {@code Interrupted} when the process is told to stop
   */
  void pause(Duration time) throws AgentException {
    try {
      if (stopped.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw ended();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(ErrorCode.Interrupted, errors.stopped().getMessage(), e);
    }
  }

  /** Whether files of this visit may still be on the router, though it has ended. */
  boolean hasLeftFiles() {
    return left;
  }

  @Override
  public void close() {
    end.close();
  }

  private void end() {
    ApiConnection last = connection;
    if (Thread.currentThread() != owner) {
      stopped.countDown();
      connector.abort();
      if (last != null) {
        last.abort();
      }
    }
    try {
      removeBy(last);
    } catch (AgentException | IOException | RuntimeException e) {
      // A later run removes it; the reason why this one ended is more important.
      left = true;
      LOG.atWarn()
          .addKeyValue("router", router.name())
          .addKeyValue("files", leftovers.names())
          .log("files left on the router: {}", e.getMessage());
    } finally {
      if (last != null) {
        last.close();
      }
    }
  }

  private void removeBy(ApiConnection last) throws AgentException, IOException {
    if (leftovers.isEmpty()) {
      return;
    }
    if (last != null && last.isUsable()) {
      leftovers.removeBy(last);
      return;
    }
    try (ApiConnection another = new ApiConnector(router, errors).connect(patience.hurried())) {
      leftovers.removeBy(another);
    }
  }
}
