package io.proxpanel.backup.agent.destination.net;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Reads certificates and private keys from PEM files (RFC 7468). */
public final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PemFiles() {}

  /**
   * All certificates of a file, at least one.
   *
   * @param what the file is, for messages
   * @throws AgentException {@code SecretUnreadable}
   */
  public static List<X509Certificate> certificates(String what, String file) throws AgentException {
    byte[] content = read(what, file);
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Certificate each : factory.generateCertificates(new ByteArrayInputStream(content))) {
        certificates.add((X509Certificate) each);
      }
    } catch (CertificateException e) {
      throw unusable(what, file, "it is not a PEM file with certificates", e);
    }
    if (certificates.isEmpty()) {
      throw unusable(what, file, "there is no certificate in it", null);
    }
    return certificates;
  }

  /**
   * What trusts the certificates that come from the authorities in a file, and no others.
   *
   * @param what the file is, for messages
   * @throws AgentException {@code SecretUnreadable}
   */
  public static TrustManager[] authorities(String what, String file) throws AgentException {
    List<X509Certificate> authorities = certificates(what, file);
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      int number = 0;
      for (X509Certificate each : authorities) {
        trusted.setCertificateEntry("ca-" + number++, each);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(trusted);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(what, file, "this Java does not take it", e);
    }
  }

  /**
   * The private key of a file, PKCS #8 and not encrypted.
   *
   * @param what the file is, for messages
   * @throws AgentException {@code SecretUnreadable}
   */
  public static PrivateKey privateKey(String what, String file) throws AgentException {
    Matcher pem = KEY.matcher(new String(read(what, file), StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw unusable(
          what,
          file,
          "it has no line -----BEGIN PRIVATE KEY----- (convert the key with"
              + " \"openssl pkcs8 -topk8 -nocrypt\")",
          null);
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // It is a key of another algorithm.
      } catch (GeneralSecurityException e) {
        throw unusable(what, file, "this Java does not know " + algorithm, e);
      }
    }
    throw unusable(what, file, "its key is none of " + String.join(", ", ALGORITHMS), null);
  }

  private static byte[] read(String what, String file) throws AgentException {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw unusable(what, file, "it is missing or cannot be read", e);
    }
  }

  private static AgentException unusable(String what, String file, String why, Throwable cause) {
    return new AgentException(
        ErrorCode.SecretUnreadable,
        "The " + what + " in the file " + file + " cannot be used: " + why + ".",
        cause);
  }
}
