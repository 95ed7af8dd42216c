package io.proxpanel.backup.agent.router.api;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.net.PemFiles;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Which certificate a router may show: one of known authorities and of the router's host, or the
 * one that is pinned, whatever its name and dates, or any. Remembers which one it has shown.
 */
final class ServerTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager authorities;
  private final String pinned;
  private String shown;

  /**
   * Trust.
   *
   * @param authorities null when nobody's word counts
   * @param pinned fingerprint in lower case, or null
   */
  private ServerTrust(X509ExtendedTrustManager authorities, String pinned) {
    this.authorities = authorities;
    this.pinned = pinned;
  }

  /**
   * What the settings say.
   *
   * @throws AgentException {@code TaskInvalid} when they contradict each other, {@code
   *     SecretUnreadable} for an authority that cannot be used
   */
  static ServerTrust of(Router router) throws AgentException {
    Router.Tls tls = router.tls();
    String what = "tls of the router \"" + router.name() + "\"";
    int ways =
        (tls.caFile() == null ? 0 : 1)
            + (tls.fingerprint() == null ? 0 : 1)
            + (tls.skipVerification() ? 1 : 0);
    if (ways > 1) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The settings "
              + what
              + " name more than one of authority, fingerprint and skipVerification: name one.");
    }
    if (tls.skipVerification()) {
      return new ServerTrust(null, null);
    }
    if (tls.fingerprint() != null) {
      return new ServerTrust(null, fingerprint(what, tls.fingerprint()));
    }
    return new ServerTrust(
        authorities(
            tls.caFile() == null
                ? system()
                : PemFiles.authorities(
                    "certificate authority of the router \"" + router.name() + "\"", tls.caFile())),
        null);
  }

  private static String fingerprint(String what, String given) throws AgentException {
    String plain = given.replaceFirst("(?i)^sha256:", "").replace(":", "").toLowerCase(Locale.ROOT);
    if (!plain.matches("[0-9a-f]{64}")) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The fingerprint in "
              + what
              + " is not a SHA-256 in hexadecimal: copy the fingerprint that"
              + " \"/certificate print detail\" shows on the router.");
    }
    return plain;
  }

  private static TrustManager[] system() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no authorities", e);
    }
  }

  private static X509ExtendedTrustManager authorities(TrustManager[] managers) {
    return Arrays.stream(managers)
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Whether the host's name must stand in the certificate. */
  boolean looksAtName() {
    return authorities != null;
  }

  /** Fingerprint of the certificate that was shown last. */
  synchronized Optional<String> shown() {
    return Optional.ofNullable(shown);
  }

  /** Fingerprint that is expected. */
  Optional<String> pinned() {
    return Optional.ofNullable(pinned);
  }

  private interface Check {
    void by(X509ExtendedTrustManager authorities) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    String fingerprint = fingerprint(chain[0]);
    synchronized (this) {
      shown = fingerprint;
    }
    if (pinned != null && !pinned.equals(fingerprint)) {
      throw new CertificateException("it is not the one that is pinned");
    }
    if (authorities != null) {
      // Java does not look at the dates of one that is itself among the authorities.
      chain[0].checkValidity();
      check.by(authorities);
    }
  }

  private static String fingerprint(X509Certificate certificate)
      throws CertificateEncodingException {
    byte[] encoded = certificate.getEncoded();
    return Sha256.of(encoded).hex();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, trusted -> trusted.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, trusted -> trusted.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, trusted -> trusted.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
  }
}
