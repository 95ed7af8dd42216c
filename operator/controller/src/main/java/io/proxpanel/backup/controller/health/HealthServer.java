package io.proxpanel.backup.controller.health;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server for probes and metrics. Each connection has a thread of its own, a limit of time
 * as a whole, and one request, whose body is not read; of too many the eldest ends. So neither
 * those that send nothing nor a slow collector keep the kubelet's probe waiting, for which the
 * operator would be restarted.
 */
public final class HealthServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MOST_CONNECTIONS = 32;

  private final ServerSocket listening;
  private final HealthPages pages;
  private final Duration limit;
  private final ExecutorService threads = Executors.newCachedThreadPool(daemon("health"));
  private final ScheduledExecutorService limits =
      Executors.newSingleThreadScheduledExecutor(daemon("health-limits"));

  /** The eldest first. */
  private final Set<Socket> connections = new LinkedHashSet<>();

  private HealthServer(ServerSocket listening, HealthPages pages, Duration limit) {
    this.listening = listening;
    this.pages = pages;
    this.limit = limit;
  }

  /**
   * Starts to answer.
   *
   * @param port TCP port on all addresses, 0 for a free one
   * @param alive answers {@code /livez}
   * @param ready answers {@code /readyz}
   * @param metrics answers {@code /metrics} in the format of Prometheus
   * @throws IOException when the port is taken
   */
  public static HealthServer start(
      int port, Supplier<Health> alive, Supplier<Health> ready, Supplier<String> metrics)
      throws IOException {
    return start(port, new HealthPages(alive, ready, metrics), LIMIT);
  }

  static HealthServer start(int port, HealthPages pages, Duration limit) throws IOException {
    HealthServer server = new HealthServer(new ServerSocket(port), pages, limit);
    server.threads.execute(server::accept);
    return server;
  }

  /** The port that is listened on. */
  public int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() {
    close(listening);
    threads.shutdownNow();
    limits.shutdownNow();
    synchronized (connections) {
      connections.forEach(HealthServer::close);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        enter(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException | RejectedExecutionException e) {
        if (!listening.isClosed()) {
          LOG.atWarn().addKeyValue("cause", e.getMessage()).log("A probe cannot be accepted");
          pause();
        }
      }
    }
  }

  /** No files are left, for instance: it gets no better by trying all the time. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void enter(Socket connection) {
    synchronized (connections) {
      connections.add(connection);
      if (connections.size() > MOST_CONNECTIONS) {
        Socket eldest = connections.iterator().next();
        connections.remove(eldest);
        close(eldest);
      }
    }
  }

  private void serve(Socket connection) {
    ScheduledFuture<?> end =
        limits.schedule(() -> close(connection), limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      pages.answer(connection.getInputStream(), connection.getOutputStream());
    } catch (IOException e) {
      // Whoever asked is gone, or was too slow.
    } finally {
      end.cancel(false);
      close(connection);
      synchronized (connections) {
        connections.remove(connection);
      }
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      LOG.atDebug().setCause(e).log("A socket cannot be closed");
    }
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
