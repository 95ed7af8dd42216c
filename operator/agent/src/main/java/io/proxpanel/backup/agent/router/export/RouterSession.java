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
  private volatile ApiConnection connection;

  private RouterSession(
      Router router, RouterPatience patience, RouterErrors errors, Cleanup cleanup) {
    this.router = router;
    this.patience = patience;
    this.errors = errors;
    this.connector = new ApiConnector(router, errors);
    this.leftovers = new Leftovers(patience);
    this.end = cleanup.add(this::end);
  }

  /**
   * Connects and logs in.
   *
   * @throws AgentException as {@link ApiConnector#connect}
   */
  static RouterSession open(
      Router router, RouterPatience patience, RouterErrors errors, Cleanup cleanup)
      throws AgentException {
    RouterSession session = new RouterSession(router, patience, errors, cleanup);
    boolean done = false;
    try {
      session.connection = session.connector.connect(patience);
      done = true;
      return session;
    } catch (AgentException e) {
      throw session.isStopped() ? errors.stopped() : e;
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

  /**
   * Gives a command that the router has no reason to refuse.
   *
   * @param doing in words, as {@code "reading its files"}
   */
  Reply call(Command command, String doing) throws AgentException {
    try {
      return call(command);
    } catch (IOException e) {
      throw explain(e, doing);
    }
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
    return isStopped() ? errors.stopped() : errors.of(e, doing);
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
        throw errors.stopped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AgentException(ErrorCode.Interrupted, errors.stopped().getMessage(), e);
    }
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
