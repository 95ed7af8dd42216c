package io.proxpanel.backup.agent.router.api;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Makes connections to a router's API that are logged in. */
public final class ApiConnector {
  private final Router router;
  private final RouterErrors errors;
  private Socket connecting;
  private boolean aborted;

  /** A connector; connects nowhere yet. */
  public ApiConnector(Router router, RouterErrors errors) {
    this.router = router;
    this.errors = errors;
  }

  /**
   * Connects and logs in.
   *
   * @throws AgentException {@code RouterNameUnknown}, {@code RouterUnreachable}, {@code
   *     RouterCertificateRefused}, {@code RouterLoginRefused}, {@code RouterPermissionDenied},
   *     {@code RouterProtocolError}, {@code SecretUnreadable}, {@code TaskInvalid}
   */
  public ApiConnection connect(RouterPatience patience) throws AgentException {
    RouterUser user = RouterUser.read(router);
    ServerTrust trust = router.tls() == null ? null : ServerTrust.of(router);
    Socket tcp = reach(patience);
    boolean done = false;
    try {
      Socket socket = trust == null ? tcp : protect(tcp, trust, patience);
      ApiConnection connection = new ApiConnection(tcp, socket, user.name(), patience.answer());
      new ApiLogin(user, errors).on(connection);
      done = true;
      return connection;
    } catch (IOException e) {
      throw errors.beforeLogin(e);
    } finally {
      if (!done) {
        close(tcp);
      }
    }
  }

  /** Ends what is being made, from any thread; nothing can be made afterwards. */
  public void abort() {
    Socket socket;
    synchronized (this) {
      aborted = true;
      socket = connecting;
    }
    if (socket != null) {
      close(socket);
    }
  }

  /** Tries all addresses of the router in their order, as any one may lead nowhere from here. */
  private Socket reach(RouterPatience patience) throws AgentException {
    try {
      IOException failure = null;
      for (InetAddress address : InetAddress.getAllByName(router.host())) {
        Socket socket = begin();
        try {
          socket.connect(new InetSocketAddress(address, router.port()), patience.connectMillis());
          socket.setTcpNoDelay(true);
          socket.setKeepAlive(true);
          return socket;
        } catch (IOException e) {
          close(socket);
          failure = e;
        }
      }
      throw failure == null ? new IOException("the name has no address") : failure;
    } catch (IOException e) {
      throw errors.notConnected(e);
    }
  }

  private synchronized Socket begin() throws IOException {
    if (aborted) {
      throw new IOException("the agent was told to stop");
    }
    connecting = new Socket();
    return connecting;
  }

  private Socket protect(Socket tcp, ServerTrust trust, RouterPatience patience)
      throws AgentException {
    try {
      return handshake(tcp, trust, patience);
    } catch (IOException e) {
      throw errors.tls(e, trust.shown(), trust.pinned());
    }
  }

  private Socket handshake(Socket tcp, ServerTrust trust, RouterPatience patience)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context(trust).getSocketFactory().createSocket(tcp, router.host(), router.port(), true);
    socket.setUseClientMode(true);
    if (trust.looksAtName()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.setSoTimeout(patience.connectMillis());
    socket.startHandshake();
    return socket;
  }

  private static SSLContext context(ServerTrust trust) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no TLS", e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
