package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Destination.FtpSecurity;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/** Makes control connections that are logged in and in the destination's folder. */
final class FtpConnector {
  private static final int NEEDS_PASSWORD = 331;

  private final String destination;
  private final Destination.Ftp settings;
  private final FtpTls tls;
  private final DataPorts activePorts;
  private final FtpTimeouts timeouts;
  private final FtpErrors errors;
  private final OpenSockets sockets;
  private String protocol = FtpTls.TLS_1_2;

  /**
   * A connector; connects nowhere yet.
   *
   * @throws AgentException when a setting, a certificate or a key cannot be used
   */
  FtpConnector(
      String destination,
      Destination.Ftp settings,
      FtpTimeouts timeouts,
      FtpErrors errors,
      OpenSockets sockets)
      throws AgentException {
    this.destination = destination;
    this.settings = settings;
    this.tls = settings.security() == FtpSecurity.None ? null : FtpTls.of(destination, settings);
    this.activePorts = DataPorts.of(destination, settings.activePorts());
    this.timeouts = timeouts;
    this.errors = errors;
    this.sockets = sockets;
  }

  /**
   * Connects, logs in and goes to the folder, which is made where it is missing.
   *
   * @throws IOException what {@link FtpErrors} explains
   * @throws AgentException what is explained already
   */
  FtpConnection connect() throws IOException, AgentException {
    if (tls == null) {
      return logIn(reach(null), null);
    }
    try {
      return connectBy(protocol);
    } catch (SSLHandshakeException e) {
      if (!protocol.equals(FtpTls.TLS_1_2) || !speaksOtherVersion(e)) {
        throw e;
      }
      FtpConnection connection = connectBy(FtpTls.TLS_1_3);
      protocol = FtpTls.TLS_1_3;
      return connection;
    }
  }

  private FtpConnection connectBy(String version) throws IOException, AgentException {
    Control.Security security =
        new Control.Security(
            tls.newContext(), version, settings.security() == FtpSecurity.Implicit, tls.verifies());
    return logIn(reach(security), security);
  }

  /** A certificate that is not accepted would not be by another version either. */
  private static boolean speaksOtherVersion(SSLHandshakeException e) {
    String words = String.valueOf(e.getMessage());
    return words.contains("protocol_version")
        || words.contains("handshake_failure")
        || words.contains("Remote host terminated the handshake");
  }

  /** Tries all addresses of the server in their order, as any one may lead nowhere from here. */
  private Control reach(Control.Security security) throws IOException, AgentException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(settings.host())) {
      try {
        return Control.connect(
            settings.host(), address, settings.port(), security, sockets, timeouts, errors.said());
      } catch (Control.NotConnectedException e) {
        if (failure == null) {
          failure = e.why();
        } else {
          failure.addSuppressed(e.why());
        }
      } catch (Control.NoTlsException e) {
        throw errors.noTls(e.reply());
      }
    }
    throw failure == null ? new IOException("the name has no address") : failure;
  }

  private FtpConnection logIn(Control control, Control.Security security)
      throws IOException, AgentException {
    boolean done = false;
    try {
      logIn(control);
      if (security != null) {
        control.send("PBSZ", "0").requireDone();
        control.send("PROT", "P").requireDone();
      }
      control.send("TYPE", "I").requireDone();
      Features features = Features.of(control.send("FEAT"));
      // What some servers wait for before they take names for UTF-8; others say no, and do it.
      control.send("OPTS", "UTF8 ON");
      DataConnector data =
          new DataConnector(control, sockets, timeouts, activePorts, protection(control, security));
      boolean once = security != null && security.protocol().equals(FtpTls.TLS_1_3);
      FtpConnection connection = new FtpConnection(control, data, features, timeouts, errors, once);
      new FtpFolder(settings.folder()).enter(control, errors);
      done = true;
      return connection;
    } finally {
      if (!done) {
        control.drop();
      }
    }
  }

  private void logIn(Control control) throws IOException, AgentException {
    String user =
        settings.username() == null
            ? secret("user name", settings.usernameFile())
            : oneLine("user name", settings.username(), "it");
    String password = secret("password", settings.passwordFile());
    errors.said().hide(password, "[password]");
    try {
      Reply reply = control.send("USER", user);
      if (reply.code() == NEEDS_PASSWORD) {
        reply = control.send("PASS", password);
      }
      if (!reply.isDone()) {
        throw errors.login(reply);
      }
    } catch (ReplyException e) {
      throw errors.login(e.reply());
    }
  }

  private String secret(String what, String file) throws AgentException {
    String text =
        SecretFile.readText(what + " of the destination \"" + destination + "\"", Path.of(file));
    return oneLine(what, text, "the file " + file);
  }

  /** A line break would begin another command. */
  private String oneLine(String what, String text, String origin) throws AgentException {
    if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
      throw new AgentException(
          ErrorCode.SecretUnreadable,
          "The "
              + what
              + " of the destination \""
              + destination
              + "\" cannot be used: "
              + origin
              + " has more than one line.");
    }
    return text;
  }

  private DataConnector.Protection protection(Control control, Control.Security security) {
    if (security == null) {
      return tcp -> tcp;
    }
    SSLContext context = security.context();
    return tcp ->
        tls.protect(context, security.protocol(), tcp, settings.host(), control.remotePort());
  }
}
