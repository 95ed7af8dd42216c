package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.net.PemFiles;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS as FTP servers want it. Each control connection has a context of its own, in which its data
 * connections find no other session to resume than its.
 */
final class FtpTls {
  /** What is tried first: its sessions can be resumed any number of times. */
  static final String TLS_1_2 = "TLSv1.2";

  /** Its tickets serve once, so that a control connection serves one transfer. */
  static final String TLS_1_3 = "TLSv1.3";

  private static final String TICKETS = "jdk.tls.client.enableSessionTicketExtension";

  /** The property is the whole program's: two stores must not set it back for each other. */
  private static final Object TICKETS_LOCK = new Object();

  private final KeyManager[] keys;
  private final TrustManager[] trusted;
  private final boolean verifies;

  private FtpTls(KeyManager[] keys, TrustManager[] trusted, boolean verifies) {
    this.keys = keys;
    this.trusted = trusted;
    this.verifies = verifies;
  }

  /**
   * Reads the certificates and the key of a destination.
   *
   * @throws AgentException {@code SecretUnreadable}, {@code TaskInvalid} when only one of client
   *     certificate and key is named
   */
  static FtpTls of(String destination, Destination.Ftp settings) throws AgentException {
    try {
      return new FtpTls(
          keys(destination, settings),
          trusted(destination, settings),
          !settings.skipVerification());
    } catch (GeneralSecurityException | IOException e) {
      throw new AgentException(
          ErrorCode.SecretUnreadable,
          "The certificates of the destination \""
              + destination
              + "\" cannot be used: check that the client's certificate belongs to its key.",
          e);
    }
  }

  /** A context for one control connection and its data connections. */
  SSLContext newContext() throws IOException {
    synchronized (TICKETS_LOCK) {
      String before = System.getProperty(TICKETS);
      // vsftpd's tickets have a lifetime that Java discards; without tickets it resumes by number.
      System.setProperty(TICKETS, "false");
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trusted, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IOException("this Java has no TLS", e);
      } finally {
        if (before == null) {
          System.clearProperty(TICKETS);
        } else {
          System.setProperty(TICKETS, before);
        }
      }
    }
  }

  /** Whether the server's certificate and its name are looked at. */
  boolean verifies() {
    return verifies;
  }

  /**
   * Puts TLS on a data connection, by the session of the control connection.
   *
   * @param data connected
   * @param host as the control connection calls the server
   * @param controlPort remote port of the control connection
   */
  SSLSocket protect(SSLContext context, String protocol, Socket data, String host, int controlPort)
      throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(new SameSessionSocket(data, controlPort), host, controlPort, true);
    socket.setUseClientMode(true);
    socket.setEnabledProtocols(new String[] {protocol});
    if (verifies) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  private static TrustManager[] trusted(String destination, Destination.Ftp settings)
      throws AgentException {
    if (settings.skipVerification()) {
      return new TrustManager[] {new AnyCertificate()};
    }
    // None means those that come with Java.
    return settings.caFile() == null
        ? null
        : PemFiles.authorities(
            "certificate authority of the destination \"" + destination + "\"", settings.caFile());
  }

  private static KeyManager[] keys(String destination, Destination.Ftp settings)
      throws AgentException, GeneralSecurityException, IOException {
    if (settings.clientCertificateFile() == null && settings.clientKeyFile() == null) {
      return new KeyManager[0];
    }
    if (settings.clientCertificateFile() == null || settings.clientKeyFile() == null) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The destination \""
              + destination
              + "\" names only one of client certificate and client key: name both, or none.");
    }
    List<X509Certificate> chain =
        PemFiles.certificates(
            "client certificate of the destination \"" + destination + "\"",
            settings.clientCertificateFile());
    PrivateKey key =
        PemFiles.privateKey(
            "client key of the destination \"" + destination + "\"", settings.clientKeyFile());
    KeyStore store = emptyStore();
    char[] noPassword = new char[0];
    store.setKeyEntry("client", key, noPassword, chain.toArray(new X509Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, noPassword);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
