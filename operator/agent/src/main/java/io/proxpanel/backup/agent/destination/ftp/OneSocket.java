package io.proxpanel.backup.agent.destination.ftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Gives a control connection its socket, and remembers the TCP socket below its TLS. */
final class OneSocket extends SocketFactory {
  private final OpenSockets sockets;
  private final AnswerLimit limit = new AnswerLimit();
  private Socket made;

  OneSocket(OpenSockets sockets) {
    this.sockets = sockets;
  }

  @Override
  public Socket createSocket() throws IOException {
    made = sockets.add(limit.newSocket());
    return made;
  }

  /** How much of it is listened to. */
  AnswerLimit limit() {
    return limit;
  }

  boolean isConnected() {
    return made != null && made.isConnected();
  }

  boolean isOpen() {
    return isConnected() && !made.isClosed();
  }

  void keepAlive() throws IOException {
    OpenSockets.keepAlive(made);
  }

  void close() {
    if (made != null) {
      sockets.close(made);
    }
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
    throw new UnsupportedOperationException();
  }
}
