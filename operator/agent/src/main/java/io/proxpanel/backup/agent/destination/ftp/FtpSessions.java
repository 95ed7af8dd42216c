package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The control connections of a store: one is kept for the next operation, another one is made while
 * it is busy with a file that is being read.
 */
final class FtpSessions implements AutoCloseable {
  private final FtpConnector connector;
  private final FtpErrors errors;
  private final OpenSockets sockets;
  private final FtpTimeouts timeouts;
  private final CountDownLatch closing = new CountDownLatch(1);
  private FtpConnection kept;

  FtpSessions(FtpConnector connector, FtpErrors errors, OpenSockets sockets, FtpTimeouts timeouts) {
    this.connector = connector;
    this.errors = errors;
    this.sockets = sockets;
    this.timeouts = timeouts;
  }

  /** How long the server is waited for. */
  FtpTimeouts timeouts() {
    return timeouts;
  }

  /** Something that is done on a connection, with one transfer at most. */
  interface Action<T> {
    T on(FtpConnection connection) throws IOException, AgentException;
  }

  /**
   * Does something.
   *
   * @param doing in words, as {@code "listing the folder"}
   */
  <T> T run(String doing, Action<T> action) throws AgentException {
    try {
      return attempt(action);
    } catch (IOException e) {
      throw errors.of(e, doing);
    }
  }

  /** The same, with the exceptions as they come. */
  <T> T attempt(Action<T> action) throws IOException, AgentException {
    FtpConnection connection = take();
    boolean usable = false;
    try {
      T result = action.on(connection);
      usable = true;
      return result;
    } catch (ReplyException e) {
      usable = e.leavesConnection();
      throw e;
    } finally {
      if (usable) {
        giveBack(connection);
      } else {
        connection.drop();
      }
    }
  }

  /**
   * A connection that works: the one that was kept, unless the server has ended it meanwhile, or a
   * new one. It has to be given back, or dropped.
   */
  FtpConnection take() throws IOException, AgentException {
    FtpConnection connection;
    synchronized (this) {
      connection = kept;
      kept = null;
    }
    if (connection != null) {
      if (connection.isAlive()) {
        return connection;
      }
      connection.drop();
    }
    return connector.connect();
  }

  /** Keeps a connection for the next operation, unless it was dropped. */
  void giveBack(FtpConnection connection) {
    if (!connection.isOpen()) {
      return;
    }
    synchronized (this) {
      if (kept == null && connection.isReusable() && !sockets.isClosed()) {
        kept = connection;
        return;
      }
    }
    connection.quit();
  }

  /** Whether nothing can be done any more. */
  boolean isClosed() {
    return sockets.isClosed();
  }

  /**
   * Waits.
   *
   * @throws AgentException {@code Interrupted}, or when the store is closed meanwhile
   */
  void pause(Duration time) throws AgentException {
    try {
      if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw errors.failure(
            ErrorCode.DestinationUnreachable,
            " was being waited for when the store was closed.",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.failure(
          ErrorCode.Interrupted, " was being waited for when the agent was told to stop.", e);
    }
  }

  @Override
  public void close() {
    FtpConnection idle;
    synchronized (this) {
      idle = kept;
      kept = null;
    }
    if (idle != null) {
      idle.quit();
    }
    sockets.closeAll();
    closing.countDown();
  }
}
