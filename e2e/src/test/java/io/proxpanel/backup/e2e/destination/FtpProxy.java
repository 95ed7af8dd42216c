package io.proxpanel.backup.e2e.destination;

import io.proxpanel.backup.e2e.net.ProxyThread;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a client and an FTP server without TLS, on the control and on the passive data
 * connections, and cuts them where a test says.
 */
final class FtpProxy implements AutoCloseable {
  private static final Pattern EPSV = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");
  private static final int BUFFER = 8 * 1024;

  private final int serverPort;
  private final ServerSocket listener;
  private final Set<Closeable> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
  private volatile boolean cutControlToo;
  private volatile boolean orderly;
  private volatile String loseAnswerOf = "nothing";

  FtpProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    ProxyThread.start(
        () -> {
          while (!listener.isClosed()) {
            control(keep(listener.accept()));
          }
        });
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How often something was cut. */
  int cuts() {
    return cuts.get();
  }

  /** Cuts a data connection once, when so many bytes have passed in any of them. */
  void cutData(long bytes) {
    cutControlToo = false;
    cutAfter.set(bytes);
  }

  /** The same, and its control connection with it. */
  void cutBoth(long bytes) {
    cutControlToo = true;
    cutAfter.set(bytes);
  }

  /** The same; the server sees an orderly end of the data, as if there were no more. */
  void endDataEarly(long bytes) {
    orderly = true;
    cutAfter.set(bytes);
  }

  /** The next such command reaches the server; its answer and the connection are lost. */
  void loseAnswerOf(String command) {
    loseAnswerOf = command;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Closeable socket : sockets) {
      socket.close();
    }
  }

  private void control(Socket client) throws IOException {
    Socket server = keep(new Socket(InetAddress.getLoopbackAddress(), serverPort));
    Link link = new Link(client, server);
    ProxyThread.start(() -> link.commands());
    ProxyThread.start(() -> link.answers());
  }

  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean lost;

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void commands() throws IOException {
      try (client;
          server) {
        InputStream in = client.getInputStream();
        String line = line(in);
        while (line != null) {
          if (line.startsWith(loseAnswerOf)) {
            loseAnswerOf = "nothing";
            lost = true;
            cuts.incrementAndGet();
          }
          server.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
          line = line(in);
        }
      }
    }

    void answers() throws IOException {
      try (client;
          server) {
        InputStream in = server.getInputStream();
        String line = line(in);
        while (line != null && !lost) {
          Matcher port = EPSV.matcher(line);
          if (line.startsWith("229") && port.find()) {
            line = line.replace(port.group(1), Integer.toString(data(port.group(1))));
          }
          client.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
          line = line(in);
        }
      }
    }

    private int data(String port) throws IOException {
      ServerSocket once = keep(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      ProxyThread.start(
          () -> {
            try (once) {
              Socket near = keep(once.accept());
              Socket far =
                  keep(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
              ProxyThread.start(() -> pass(near, far));
              ProxyThread.start(() -> pass(far, near));
            }
          });
      return once.getLocalPort();
    }

    private void pass(Socket from, Socket to) throws IOException {
      byte[] buffer = new byte[BUFFER];
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int n = in.read(buffer);
      while (n >= 0) {
        out.write(buffer, 0, n);
        if (cutAfter.addAndGet(-n) <= 0) {
          cutAfter.set(Long.MAX_VALUE);
          cuts.incrementAndGet();
          cut(from, to);
          return;
        }
        n = in.read(buffer);
      }
      to.shutdownOutput();
    }

    private void cut(Socket from, Socket to) throws IOException {
      if (orderly) {
        to.shutdownOutput();
        // The client is let write on; it hears nothing of it.
        from.getInputStream().transferTo(OutputStream.nullOutputStream());
        return;
      }
      reset(from);
      reset(to);
      if (cutControlToo) {
        reset(client);
        reset(server);
      }
    }
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static String line(InputStream in) throws IOException {
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    int b = in.read();
    while (b >= 0) {
      line.write(b);
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      b = in.read();
    }
    return null;
  }

  private <T extends Closeable> T keep(T socket) {
    sockets.add(socket);
    return socket;
  }
}
