package io.proxpanel.backup.agent.destination.ftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/** A connection that carries one file or one listing. */
final class DataConnection implements AutoCloseable {
  /** The longest that a server may take to close its side after the last byte. */
  private static final int DRAIN_MILLIS = 10_000;

  /** More than that is nothing that belongs to an upload. */
  private static final int DRAIN_BYTES = 64 * 1024;

  private final OpenSockets sockets;
  private final Socket tcp;
  private final Socket socket;

  /**
   * A connection.
   *
   * @param tcp the socket of the system, already among {@code sockets}
   * @param socket the same, or TLS on it
   */
  DataConnection(OpenSockets sockets, Socket tcp, Socket socket) {
    this.sockets = sockets;
    this.tcp = tcp;
    this.socket = socket;
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /**
   * Ends what was sent. What the server still sends (tickets of TLS 1.3) is read to the end: to
   * close on unread bytes would reset the connection, and the last bytes of the file might be lost.
   */
  void finishSending() throws IOException {
    socket.shutdownOutput();
    try {
      socket.setSoTimeout(DRAIN_MILLIS);
      byte[] ignored = new byte[1024];
      InputStream in = socket.getInputStream();
      int left = DRAIN_BYTES;
      int n = 0;
      while (n >= 0 && left > 0) {
        n = in.read(ignored);
        left -= n;
      }
    } catch (SocketTimeoutException | SocketException e) {
      // The server waits for this end, or has hung up; its answer says what it has.
    } catch (javax.net.ssl.SSLException e) {
      // Not every server says goodbye; the same holds.
    }
    close();
  }

  /**
   * Breaks the connection so that the server cannot take what it has for the whole file: after an
   * orderly end some servers say that the transfer is complete.
   */
  void reset() {
    try {
      tcp.setSoLinger(true, 0);
    } catch (SocketException e) {
      // It is closed already.
    }
    sockets.close(tcp);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // All bytes were read, or were sent and the server's answer is to come.
    }
    sockets.close(tcp);
  }
}
