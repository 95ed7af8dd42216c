package io.proxpanel.backup.e2e.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes connections on to a server on the loopback address, whatever they speak, and cuts them
 * when it is told to: after so many bytes either way, or just before an answer.
 */
public final class CutProxy implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int BEGINNING = 2048;

  private final int serverPort;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicLong cutAtSent = new AtomicLong(NEVER);
  private final AtomicLong cutAtReceived = new AtomicLong(NEVER);
  private final AtomicInteger requestsUntilLoss = new AtomicInteger();

  private final Queue<String> pieces = new ConcurrentLinkedQueue<>();
  private volatile boolean keepsBeginnings;

  /** Starts to listen on a free port of 127.0.0.1. */
  public CutProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ProxyThread.start(this::accept);
  }

  /** Where clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections were made so far. */
  public int connections() {
    return connections.get();
  }

  /** How often connections were cut so far. */
  public int cuts() {
    return cuts.get();
  }

  /** From now on keeps how every piece began that goes to the server. */
  public void keepBeginnings() {
    keepsBeginnings = true;
  }

  /** How the pieces began that were to be kept, as text of one byte a character. */
  public List<String> pieces() {
    return List.copyOf(pieces);
  }

  /** Cuts all connections, once, when so many more bytes have gone to the server. */
  public void cutAfterSending(long bytes) {
    cutAtSent.set(sent.get() + bytes);
  }

  /** Cuts all connections, once, when so many more bytes have come from the server. */
  public void cutAfterReceiving(long bytes) {
    cutAtReceived.set(received.get() + bytes);
  }

  /**
   * Lets so many requests through and cuts the connection, once, when the server answers the last
   * of them, whose answer the client never gets. A request is what comes in one piece.
   */
  public void loseAnswerTo(int request) {
    requestsUntilLoss.set(request);
  }

  /** Cuts all connections that stand. */
  public void cut() {
    cuts.incrementAndGet();
    sockets.forEach(CutProxy::close);
  }

  /** Cuts all connections and accepts no more: the port is nobody's. */
  public void leave() throws IOException {
    listener.close();
    sockets.forEach(CutProxy::close);
  }

  @Override
  public void close() throws IOException {
    leave();
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket client = listener.accept();
      connections.incrementAndGet();
      ProxyThread.start(() -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException {
    sockets.add(client);
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Connection connection = new Connection(client, server);
      ProxyThread.start(connection::answers);
      connection.requests();
      sockets.remove(server);
    } finally {
      sockets.remove(client);
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean answerIsLost;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void requests() throws IOException {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      int n = in.read(buffer);
      while (n >= 0) {
        if (requestsUntilLoss.get() > 0 && requestsUntilLoss.decrementAndGet() == 0) {
          answerIsLost = true;
        }
        if (keepsBeginnings) {
          pieces.add(new String(buffer, 0, Math.min(n, BEGINNING), StandardCharsets.ISO_8859_1));
        }
        out.write(buffer, 0, n);
        count(sent, n, cutAtSent);
        n = in.read(buffer);
      }
    }

    void answers() throws IOException {
      try (client;
          server) {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[16 * 1024];
        int n = in.read(buffer);
        while (n >= 0) {
          if (answerIsLost) {
            cut();
            return;
          }
          out.write(buffer, 0, n);
          count(received, n, cutAtReceived);
          n = in.read(buffer);
        }
      }
    }
  }

  private void count(AtomicLong bytes, int n, AtomicLong limit) {
    long at = limit.get();
    if (bytes.addAndGet(n) >= at && limit.compareAndSet(at, NEVER)) {
      cut();
    }
  }

  private static void close(Socket socket) {
    try {
      // Without a farewell, as a line that breaks.
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }
}
