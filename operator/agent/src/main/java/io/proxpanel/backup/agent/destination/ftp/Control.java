package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.destination.net.Said;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.ftp.FTPSClient;

/** A control connection: commands there, answers back. */
final class Control {
  /** Of an answer; the longest that servers give, to FEAT, has some kilobytes. */
  private static final int MAX_ANSWER = 64 * 1024;

  /** The same of a greeting, with the certificates of TLS before it. */
  private static final int MAX_GREETING = 256 * 1024;

  private final FTPClient client;
  private final OneSocket socket;
  private final Said said;
  private Duration patience;

  private Control(FTPClient client, OneSocket socket, Said said, Duration patience) {
    this.client = client;
    this.socket = socket;
    this.said = said;
    this.patience = patience;
  }

  /** How a control connection is to be protected. */
  record Security(SSLContext context, String protocol, boolean implicit, boolean verifies) {}

  /**
   * Connects, and reads the server's greeting.
   *
   * @param host name that the certificate must have
   * @param address one of its addresses
   * @param security null for none
   * @param said what must not be repeated of its answers
   * @throws ReplyException when the server wants no client, or no TLS
   * @throws NotConnectedException when there was not even a TCP connection
   */
  static Control connect(
      String host,
      InetAddress address,
      int port,
      Security security,
      OpenSockets sockets,
      FtpTimeouts timeouts,
      Said said)
      throws IOException {
    OneSocket socket = new OneSocket(sockets);
    FTPClient client = security == null ? new FTPClient() : new TlsClient(host, security);
    client.setControlEncoding(StandardCharsets.UTF_8);
    client.setConnectTimeout(timeouts.connectMillis());
    client.setDefaultTimeout(timeouts.replyMillis());
    client.setSocketFactory(socket);
    Control control = new Control(client, socket, said, timeouts.reply());
    socket.limit().begin(MAX_GREETING, timeouts.connect().plus(timeouts.reply()));
    try {
      client.connect(address, port);
      socket.keepAlive();
      return control;
    } catch (FTPConnectionClosedException e) {
      IOException meant = control.closed(e);
      socket.close();
      throw meant;
    } catch (IOException e) {
      boolean reached = socket.isConnected();
      socket.close();
      control.requireWithinLimit(e);
      if (!reached) {
        throw new NotConnectedException(e);
      }
      // A server that refuses a certificate says so and hangs up, and the second can come first.
      throw security != null && e instanceof SocketException
          ? new SSLException(
              e.getMessage()
                  + ", before TLS was agreed on: it may refuse the client's certificate, or miss"
                  + " one",
              e)
          : e;
    }
  }

  /** There is no TCP connection: another address of the server may have one. */
  static final class NotConnectedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException why;

    NotConnectedException(IOException why) {
      super(why.getMessage());
      this.why = why;
    }

    IOException why() {
      return why;
    }
  }

  /** Sends a command without an argument and waits for the answer. */
  Reply send(String command) throws IOException {
    return send(command, null);
  }

  /**
   * Sends a command and waits for the answer.
   *
   * @throws IOException when the connection is lost, or the server ends it (421)
   */
  Reply send(String command, String argument) throws IOException {
    if (argument != null && argument.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException("a line break would begin another command");
    }
    listen();
    try {
      client.sendCommand(command, argument);
    } catch (FTPConnectionClosedException e) {
      throw closed(e);
    } catch (SocketException e) {
      throw lastWords(e);
    } catch (IOException e) {
      requireWithinLimit(e);
      throw e;
    }
    return last();
  }

  /**
   * Why the server hung up before the command had gone out, where it said so: in TLS 1.3 it looks
   * at the client's certificate when the client takes the handshake for done.
   */
  private IOException lastWords(SocketException broken) {
    try {
      client.getReply();
      return broken;
    } catch (FTPConnectionClosedException e) {
      return closed(e) instanceof ReplyException said ? said : broken;
    } catch (SSLException e) {
      e.addSuppressed(broken);
      return e;
    } catch (IOException e) {
      broken.addSuppressed(e);
      return broken;
    }
  }

  /** Waits for an answer that is still to come. */
  Reply read() throws IOException {
    listen();
    try {
      client.getReply();
    } catch (FTPConnectionClosedException e) {
      throw closed(e);
    } catch (IOException e) {
      requireWithinLimit(e);
      throw e;
    }
    return last();
  }

  /** A server that answers a little at a time has twice the time of one that is silent. */
  private void listen() {
    socket.limit().begin(MAX_ANSWER, patience.multipliedBy(2));
  }

  private void requireWithinLimit(IOException e) throws TooMuchException {
    String exceeded = socket.limit().exceeded();
    if (exceeded != null) {
      throw new TooMuchException(exceeded, e);
    }
  }

  /** The server says more than anybody listens to. */
  static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1L;

    TooMuchException(String what, IOException cause) {
      super(what, cause);
    }
  }

  /** How long an answer is waited for from now on. */
  void waitFor(Duration reply) throws IOException {
    if (!isOpen()) {
      throw new IOException("the connection is closed");
    }
    client.setSoTimeout(Math.toIntExact(reply.toMillis()));
    patience = reply;
  }

  InetAddress remoteAddress() {
    return client.getRemoteAddress();
  }

  InetAddress localAddress() {
    return client.getLocalAddress();
  }

  int remotePort() {
    return client.getRemotePort();
  }

  /** Whether the connection can be used, as far as this end knows. */
  boolean isOpen() {
    return socket.isOpen() && client.isConnected();
  }

  /** Closes without a word. */
  void drop() {
    // First the socket below TLS, so that nothing waits for the server.
    socket.close();
    try {
      client.disconnect();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  private Reply last() {
    return new Reply(client.getReplyCode(), List.of(client.getReplyStrings()), said);
  }

  /** The library keeps to itself what a server says before it hangs up. */
  private IOException closed(FTPConnectionClosedException e) {
    boolean said = client.getReplyStrings().length > 0 && client.getReplyCode() == 421;
    return said ? new ReplyException(last()) : e;
  }

  /** The library's client, which is told the server's name though it connects to an address. */
  private static final class TlsClient extends FTPSClient {
    private final String host;

    TlsClient(String host, Security security) {
      super(security.implicit(), security.context());
      this.host = host;
      setEnabledProtocols(new String[] {security.protocol()});
      setEndpointCheckingEnabled(security.verifies());
    }

    @Override
    protected void _connectAction_() throws IOException {
      _hostname_ = host;
      super._connectAction_();
    }

    @Override
    protected void execAUTH() throws IOException {
      if (sendCommand("AUTH", "TLS") != 234) {
        throw new NoTlsException(new Reply(getReplyCode(), List.of(getReplyStrings())));
      }
    }
  }

  /** The server does not do AUTH TLS. */
  static final class NoTlsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    NoTlsException(Reply reply) {
      super(reply.quoted());
      this.reply = reply;
    }

    Reply reply() {
      return reply;
    }
  }
}
