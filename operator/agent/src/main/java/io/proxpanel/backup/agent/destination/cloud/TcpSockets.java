package io.proxpanel.backup.agent.destination.cloud;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS for one request whose TCP sockets are known, so that another thread can end it: closing TLS
 * waits for whoever is just writing, and Java's HTTP client for whoever is just reading.
 */
final class TcpSockets extends SSLSocketFactory {
  private final SSLSocketFactory tls;
  private final List<Socket> sockets = new ArrayList<>();
  private boolean closed;

  TcpSockets(SSLSocketFactory tls) {
    this.tls = tls;
  }

  /** A socket without TLS yet, which the HTTP client puts on it as it does behind a proxy. */
  @Override
  public synchronized Socket createSocket() throws IOException {
    if (closed) {
      throw new SocketException("the request was ended");
    }
    Socket socket = new Socket();
    sockets.add(socket);
    return socket;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(socket, host, port, autoClose);
  }

  /** Ends what is under way, and what would begin later. */
  void closeAll() {
    List<Socket> open;
    synchronized (this) {
      closed = true;
      open = new ArrayList<>(sockets);
    }
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing can be done about it, and nothing comes of it.
      }
    }
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  /** The HTTP client's last resort after a failure, whose reason it then says. */
  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new SocketException("no second way is tried");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host.getHostName(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host.getHostName(), port);
  }
}
