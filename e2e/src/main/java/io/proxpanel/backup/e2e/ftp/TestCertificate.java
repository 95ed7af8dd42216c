package io.proxpanel.backup.e2e.ftp;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A server's certificate that an authority of its own signed, both made for one test.
 *
 * @param authority PEM file with the authority's certificate
 * @param chain PEM file with the server's certificate
 * @param key PEM file with the server's private key, PKCS #8
 */
public record TestCertificate(Path authority, Path chain, Path key) {
  /**
   * Makes both.
   *
   * @param folder an existing one
   * @param names as {@code IP:127.0.0.1,DNS:localhost}
   */
  public static TestCertificate make(Path folder, String names) throws IOException {
    Path authority = folder.resolve("authority.pem");
    Path authorityKey = folder.resolve("authority.key");
    Path chain = folder.resolve("server.pem");
    Path key = folder.resolve("server.key");
    openssl("/CN=Authority of a test", authorityKey, authority);
    openssl(
        "/CN=Server of a test",
        key,
        chain,
        "-CA",
        authority.toString(),
        "-CAkey",
        authorityKey.toString(),
        "-addext",
        "subjectAltName=" + names,
        "-addext",
        "basicConstraints=CA:FALSE");
    return new TestCertificate(authority, chain, key);
  }

  private static void openssl(String subject, Path key, Path certificate, String... more)
      throws IOException {
    String[] common = {
      "openssl",
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      subject,
      "-keyout",
      key.toString(),
      "-out",
      certificate.toString()
    };
    String[] command = java.util.Arrays.copyOf(common, common.length + more.length);
    System.arraycopy(more, 0, command, common.length, more.length);
    Programs.run("", command);
  }
}
