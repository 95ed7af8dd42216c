package io.proxpanel.backup.agent.destination.cloud;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.net.PemFiles;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Makes the requests to one service from a destination's settings. Java's old HTTP client is used:
 * it streams a body of known length, is part of every Java, and takes the sockets that it is given;
 * the newer one has neither a limit of time for a body nor a way to refuse one before it is sent
 * that works with every server.
 */
final class CloudConnector {
  private static final String API = "/api/v1/cloud-backup/";
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  private final String base;
  private final String licenseKey;
  private final String hardwareId;
  private final SSLSocketFactory tls;
  private final CloudLimits limits;

  private CloudConnector(
      String base, String licenseKey, String hardwareId, SSLSocketFactory tls, CloudLimits limits) {
    this.base = base;
    this.licenseKey = licenseKey;
    this.hardwareId = hardwareId;
    this.tls = tls;
    this.limits = limits;
  }

  /**
   * Reads what the settings name.
   *
   * @param errors that hide the licence key from then on
   * @throws AgentException {@code TaskInvalid}, {@code SecretUnreadable}
   */
  static CloudConnector of(Destination.Cloud settings, CloudLimits limits, CloudErrors errors)
      throws AgentException {
    String key = SecretFile.readText("licence key", Path.of(settings.licenseKeyFile()));
    errors.said().hide(key, "[licence key]");
    if (!HEADER_VALUE.matcher(key).matches()) {
      throw new AgentException(
          ErrorCode.SecretUnreadable,
          "The licence key cannot be used: the file "
              + settings.licenseKeyFile()
              + " holds something that cannot stand in a header: write the key alone, without"
              + " spaces and on one line.");
    }
    String id = settings.hardwareId();
    if (id != null && !HEADER_VALUE.matcher(id).matches()) {
      throw errors.badSettings("the hardwareId cannot stand in a header");
    }
    return new CloudConnector(base(settings.url(), errors), key, id, tls(settings), limits);
  }

  private static String base(String url, CloudErrors errors) throws AgentException {
    try {
      URI uri = URI.create(url == null ? "" : url);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      boolean bare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
      if (web && bare && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw errors.badSettings("the url \"" + url + "\" is not one as https://license.proxrad.com");
  }

  private static SSLSocketFactory tls(Destination.Cloud settings) throws AgentException {
    // None means those that come with Java.
    TrustManager[] trusted =
        settings.caFile() == null
            ? null
            : PemFiles.authorities("CA of the cloud backup service", settings.caFile());
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new AgentException(
          ErrorCode.Internal, "This Java has no TLS: " + e.getMessage() + ".", e);
    }
  }

  /**
   * A request that is not sent yet.
   *
   * @param method of HTTP
   * @param path below that of the API
   * @param closing is told when it is closed
   */
  Exchange begin(String method, String path, Runnable closing) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(base + API + path).toURL().openConnection();
    TcpSockets sockets = null;
    if (connection instanceof HttpsURLConnection secure) {
      sockets = new TcpSockets(tls);
      secure.setSSLSocketFactory(sockets);
    }
    connection.setRequestMethod(method);
    Exchange exchange = new Exchange(connection, sockets, limits, closing);
    exchange.header("X-License-Key", licenseKey);
    if (hardwareId != null) {
      exchange.header("X-Hardware-Id", hardwareId);
    }
    return exchange;
  }
}
