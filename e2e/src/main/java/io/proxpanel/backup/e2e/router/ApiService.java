package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** A port of the API, in clear or with TLS. */
final class ApiService implements AutoCloseable {
  private final ServerSocket listener;
  private final Talk talk;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** What happens on a connection. */
  interface Talk {
    void on(Socket client) throws IOException;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for a free one
   * @param tls null for none
   */
  ApiService(InetAddress address, int port, SSLContext tls, Talk talk) throws IOException {
    ServerSocketFactory factory =
        tls == null ? ServerSocketFactory.getDefault() : tls.getServerSocketFactory();
    this.listener = factory.createServerSocket(port, 200, address);
    this.talk = talk;
    daemon("router-api", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        daemon("router-api-client", () -> serve(client));
      } catch (IOException e) {
        // It is being closed, or the client has gone already.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      talk.on(client);
    } catch (IOException e) {
      // The client has gone.
    } finally {
      open.remove(client);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
