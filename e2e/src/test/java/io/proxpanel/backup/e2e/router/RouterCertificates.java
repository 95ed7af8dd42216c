package io.proxpanel.backup.e2e.router;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Certificates of routers, which have signed them themselves, as most do.
 *
 * @param good of this machine's loopback address
 * @param expired the same, of last month
 * @param other of another name
 */
record RouterCertificates(One good, One expired, One other) {
  private static final char[] STORE_PASSWORD = "changeit".toCharArray();

  /**
   * A certificate with its key.
   *
   * @param authority PEM file with it
   * @param fingerprint its SHA-256 in hexadecimal
   * @param validity what Java says of its dates
   * @param context that shows it
   */
  record One(String authority, String fingerprint, String validity, SSLContext context) {}

  static RouterCertificates make(Path folder) throws IOException {
    return new RouterCertificates(
        one(folder, "good", "ip:127.0.0.1", "-validity", "2"),
        one(folder, "expired", "ip:127.0.0.1", "-startdate", "-30d", "-validity", "10"),
        one(folder, "other", "dns:router.example", "-validity", "2"));
  }

  private static One one(Path folder, String name, String subject, String... dates)
      throws IOException {
    Path store = folder.resolve(name + ".p12");
    if (!Files.exists(store)) {
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
              "-J-XX:TieredStopAtLevel=1",
              "-J-XX:+UseSerialGC",
              "-genkeypair",
              "-alias",
              "router",
              "-keyalg",
              "RSA",
              "-keysize",
              "2048",
              "-dname",
              "CN=" + name,
              "-ext",
              "san=" + subject,
              "-storetype",
              "PKCS12",
              "-keystore",
              store.toString(),
              "-storepass",
              new String(STORE_PASSWORD));
      run(Stream.concat(command.stream(), Arrays.stream(dates)).toList());
    }
    return read(store);
  }

  private static One read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, STORE_PASSWORD);
      X509Certificate own = (X509Certificate) store.getCertificate("router");
      byte[] certificate = own.getEncoded();
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + Base64.getMimeEncoder().encodeToString(certificate)
              + "\n-----END CERTIFICATE-----\n";
      Path authority = Files.writeString(Path.of(file + ".pem"), pem);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, STORE_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      String fingerprint =
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
      return new One(authority.toString(), fingerprint, validity(own), context);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static String validity(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return "valid";
    } catch (CertificateException e) {
      return e.getMessage();
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + words);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
