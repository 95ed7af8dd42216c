package io.proxpanel.backup.agent.destination.ftp;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All sockets of a store, so that another thread can end what is under way. It is the TCP sockets
 * that are closed: closing TLS waits for whoever is just writing.
 */
final class OpenSockets {
  /** Seconds without traffic after which the system asks whether the other end is still there. */
  private static final int KEEP_ALIVE_SECONDS = 45;

  private final Set<Closeable> sockets = new HashSet<>();
  private boolean closed;

  /**
   * Adds a socket.
   *
   * @throws SocketException after {@link #closeAll}; the socket is closed then
   */
  synchronized <T extends Closeable> T add(T socket) throws IOException {
    if (closed) {
      socket.close();
      throw new SocketException("the store was closed");
    }
    sockets.add(socket);
    return socket;
  }

  /** Closes a socket, whatever state it is in. */
  void close(Closeable socket) {
    synchronized (this) {
      sockets.remove(socket);
    }
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing can be done about it, and nothing comes of it.
    }
  }

  /** Closes all, from any thread; what uses them fails. */
  void closeAll() {
    List<Closeable> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(sockets);
    }
    all.forEach(this::close);
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Lets the system keep a connection alive that is silent for long: the control connection during
   * a transfer, the data connection while the dump brings nothing. FTP's own way, NOOP, is answered
   * by some servers after the transfer only, and by some never.
   */
  static void keepAlive(Socket socket) throws IOException {
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    for (SocketOption<?> option : socket.supportedOptions()) {
      if (option.name().equals("TCP_KEEPIDLE") || option.name().equals("TCP_KEEPINTERVAL")) {
        @SuppressWarnings("unchecked")
        SocketOption<Integer> seconds = (SocketOption<Integer>) option;
        socket.setOption(seconds, KEEP_ALIVE_SECONDS);
      }
    }
  }
}
