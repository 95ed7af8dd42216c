package io.proxpanel.backup.e2e.demo;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import io.proxpanel.backup.e2e.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/**
 * Servers of this machine as destinations, in YAML of a list that is not indented. What they need
 * of secrets are keys of one Secret.
 */
public final class LocalDestinations {
  private static final String FTP_PASSWORD = "ftp-password";
  private static final String FTP_CA = "ftp-ca";
  private static final String SSH_KEY = "ssh-key";

  private LocalDestinations() {}

  /** An FTP server with TLS. */
  public static String ftp(FtpServer server, String path, String secret) {
    return """
        - name: ftp
          ftp:
            host: 127.0.0.1
            port: $PORT
            path: $PATH
            username: $USER
            passwordSecretRef: { name: $SECRET, key: ftp-password }
            caSecretRef: { name: $SECRET, key: ftp-ca }
        """
        .replace("$PORT", String.valueOf(server.port()))
        .replace("$PATH", path)
        .replace("$USER", server.kind().user())
        .replace("$SECRET", secret);
  }

  /** An SSH server. */
  public static String ssh(SshServer server, String path, String secret) {
    return """
        - name: ssh
          sftp:
            host: $HOST
            port: $PORT
            path: $PATH
            username: $USER
            privateKeySecretRef: { name: $SECRET, key: ssh-key }
            hostKeyFingerprints: ["$KEY"]
        """
        .replace("$HOST", server.host())
        .replace("$PORT", String.valueOf(server.port()))
        .replace("$PATH", path)
        .replace("$USER", server.user())
        .replace("$KEY", server.fingerprint("ed25519"))
        .replace("$SECRET", secret);
  }

  /** What an FTP server's destination needs. */
  public static Map<String, String> ftpSecrets(TestCertificate certificate) throws IOException {
    return new HashMap<>(
        Map.of(
            FTP_PASSWORD, FtpServer.PASSWORD, FTP_CA, Files.readString(certificate.authority())));
  }

  /** What an SSH server's destination needs. */
  public static Map<String, String> sshSecrets(SshServer server) throws IOException {
    return Map.of(SSH_KEY, Files.readString(server.clientKey("ed25519")));
  }

  /** The Secret with all of it. */
  public static Secret secret(String name, Map<String, String> values) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withStringData(values)
        .build();
  }
}
