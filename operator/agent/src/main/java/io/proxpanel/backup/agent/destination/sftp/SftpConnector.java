package io.proxpanel.backup.agent.destination.sftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Destination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;

/** Makes connections to one server, whose key and user are checked before anything is sent. */
final class SftpConnector implements AutoCloseable {
  /** Of what is read ahead; more than the usual 2 MiB for lines that are fast and long. */
  static final long WINDOW_BYTES = 4L << 20;

  private static final int KEEP_ALIVES_WITHOUT_ANSWER = 4;

  /** Version 3 is what OpenSSH has; its rename replaces nothing. */
  private static final int VERSION = 3;

  /** AES first, which Java does by the processor's own instructions, as it does not the rest. */
  private static final List<NamedFactory<Cipher>> CIPHERS =
      List.copyOf(
          NamedFactory.setUpBuiltinFactories(
              false,
              List.of(
                  BuiltinCiphers.aes256gcm,
                  BuiltinCiphers.aes128gcm,
                  BuiltinCiphers.aes256ctr,
                  BuiltinCiphers.aes192ctr,
                  BuiltinCiphers.aes128ctr,
                  BuiltinCiphers.cc20p1305_openssh)));

  private final Destination.Sftp settings;
  private final SftpPatience patience;
  private final SftpErrors errors;
  private SshClient client;
  private boolean closed;

  SftpConnector(Destination.Sftp settings, SftpPatience patience, SftpErrors errors) {
    this.settings = settings;
    this.patience = patience;
    this.errors = errors;
  }

  /**
   * Connects and logs in.
   *
   * @throws AgentException {@code DestinationNameUnknown}, {@code DestinationUnreachable}, {@code
   *     DestinationHostKeyRefused}, {@code DestinationLoginRefused}, {@code
   *     DestinationProtocolError}, {@code SecretUnreadable}
   */
  SftpConnection connect() throws AgentException {
    SftpLogin login = SftpLogin.read(settings);
    errors.said().hide(login.password(), "[password]");
    HostKeyCheck check = new HostKeyCheck(HostKeys.of(settings, errors));
    InetAddress[] addresses = resolve();
    // Every turn but the last ends with the refusal of one more type of key.
    while (true) {
      int refusals = check.refusals();
      SshClient fresh = begin(check);
      SftpConnection connection = null;
      try {
        connection = connect(fresh, check, addresses, login);
      } finally {
        if (connection == null) {
          end(fresh);
        }
      }
      if (connection != null) {
        return connection;
      }
      if (check.refusals() == refusals || check.algorithms().isEmpty()) {
        throw errors.hostKeyRefused(check.refusedNames(), check.expectation());
      }
    }
  }

  /** Connects; null when the server's key was refused. */
  private SftpConnection connect(
      SshClient fresh, HostKeyCheck check, InetAddress[] addresses, SftpLogin login)
      throws AgentException {
    SessionEnd end = new SessionEnd();
    fresh.addSessionListener(end);
    ClientSession session = open(fresh, addresses, login.user());
    Set<ClientSessionEvent> events =
        session.waitFor(
            EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED),
            patience.connect());
    if (!events.contains(ClientSessionEvent.WAIT_AUTH)) {
      if (check.refusals() > 0) {
        return null;
      }
      throw noSession(end.reason());
    }
    logIn(session, login, end);
    return new SftpConnection(fresh, session, startSftp(session), settings.folder(), end);
  }

  private InetAddress[] resolve() throws AgentException {
    try {
      return InetAddress.getAllByName(settings.host());
    } catch (UnknownHostException e) {
      throw errors.nameUnknown(settings.host(), e);
    }
  }

  private ClientSession open(SshClient fresh, InetAddress[] addresses, String user)
      throws AgentException {
    IOException last = new IOException("the name has no address");
    for (InetAddress address : addresses) {
      try {
        return fresh
            .connect(user, new InetSocketAddress(address, settings.port()))
            .verify(patience.connect())
            .getSession();
      } catch (IOException e) {
        last = e;
      }
    }
    throw isClosed() ? errors.closed() : errors.unreachable(words(last), last);
  }

  private AgentException noSession(Throwable reason) {
    if (isClosed()) {
      return errors.closed();
    }
    if (reason instanceof SshException ssh && ssh.getDisconnectCode() > 0) {
      return errors.noAgreement(ssh);
    }
    if (reason == null) {
      return errors.unreachable("it does not answer as an SSH server in time", null);
    }
    return errors.unreachable("it closed the connection: " + words(reason), reason);
  }

  private void logIn(ClientSession session, SftpLogin login, SessionEnd end) throws AgentException {
    login.addTo(session);
    try {
      session.auth().verify(patience.login());
    } catch (IOException e) {
      if (SftpErrors.isLoginRefusal(e) || SftpErrors.isLoginRefusal(end.reason())) {
        throw errors.loginRefused(login.user(), login.offered(), e);
      }
      throw isClosed() ? errors.closed() : errors.lost(e);
    }
  }

  private AbstractSftpClient startSftp(ClientSession session) throws AgentException {
    try {
      SftpClient sftp = BoundedSftpClient.factory().createSftpClient(session, VERSION);
      if (sftp instanceof AbstractSftpClient full) {
        return full;
      }
      throw new IllegalStateException("unexpected client " + sftp.getClass());
    } catch (IOException e) {
      throw session.isOpen() ? errors.noSftp(e) : errors.lost(e);
    }
  }

  private SshClient begin(HostKeyCheck check) throws AgentException {
    SshClient fresh = ClientBuilder.builder().build();
    fresh.setSignatureFactories(check.algorithms());
    // The user's key may be of a type that is not asked for as the server's.
    fresh.setUserAuthFactories(
        List.of(
            new UserAuthPublicKeyFactory(HostKeyCheck.allAlgorithms()),
            UserAuthPasswordFactory.INSTANCE,
            UserAuthKeyboardInteractiveFactory.INSTANCE));
    fresh.setCipherFactories(CIPHERS);
    fresh.setServerKeyVerifier(check);
    // What these find by default is in the home folder.
    fresh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    fresh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    fresh.setAgentFactory(null);
    fresh.setNioWorkers(2);
    Duration handshake = patience.connect().plus(patience.login());
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(fresh, patience.connect());
    CoreModuleProperties.AUTH_TIMEOUT.set(fresh, handshake);
    CoreModuleProperties.IDLE_TIMEOUT.set(fresh, patience.answer());
    CoreModuleProperties.HEARTBEAT_REQUEST.set(fresh, "keepalive@openssh.com");
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(fresh, patience.keepAlive());
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(fresh, KEEP_ALIVES_WITHOUT_ANSWER);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(fresh, true);
    CoreModuleProperties.TCP_NODELAY.set(fresh, true);
    CoreModuleProperties.WINDOW_SIZE.set(fresh, WINDOW_BYTES);
    AbstractSftpClient.SFTP_CLIENT_CMD_TIMEOUT.set(fresh, patience.answer());
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(fresh, patience.connect());
    synchronized (this) {
      if (closed) {
        throw errors.closed();
      }
      client = fresh;
    }
    fresh.start();
    return fresh;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Ends the connections that stand, and those that are being made. */
  @Override
  public void close() {
    SshClient last;
    synchronized (this) {
      closed = true;
      last = client;
    }
    if (last != null) {
      end(last);
    }
  }

  /** Ends at once what is under way; a server that is gone is not waited for. */
  static void end(SshClient client) {
    client.close(true).awaitUninterruptibly(Duration.ofSeconds(5));
  }

  private static String words(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
