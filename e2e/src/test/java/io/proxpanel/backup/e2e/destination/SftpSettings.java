package io.proxpanel.backup.e2e.destination;

import io.proxpanel.backup.agent.destination.sftp.SftpPatience;
import io.proxpanel.backup.agent.destination.sftp.SftpStore;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.e2e.ssh.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Builds the settings of an SFTP destination, with its secrets in files. */
final class SftpSettings {
  private static final SftpPatience IMPATIENT =
      new SftpPatience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          6,
          Duration.ofMillis(50));

  private final Path secrets;
  private int port;
  private String host = "127.0.0.1";
  private String folder = "";
  private String user;
  private String password;
  private String key;
  private String passphrase;
  private String hostKeys;
  private List<String> fingerprints = List.of();

  /** With what logs in to this server. */
  SftpSettings(SshServer server, Path secrets) {
    this.secrets = secrets;
    this.port = server.port();
    this.user = server.user();
    this.key = server.clientKey("ed25519").toString();
    this.fingerprints = List.of(server.fingerprint("ed25519"));
  }

  SftpSettings host(String name) {
    host = name;
    return this;
  }

  SftpSettings port(int number) {
    port = number;
    return this;
  }

  SftpSettings folder(String path) {
    folder = path;
    return this;
  }

  SftpSettings user(String name) {
    user = name;
    return this;
  }

  SftpSettings password(String text) {
    password = text;
    key = null;
    return this;
  }

  SftpSettings key(Path file, String phrase) {
    key = file.toString();
    passphrase = phrase;
    return this;
  }

  SftpSettings hostKeys(String text) {
    hostKeys = text;
    fingerprints = List.of();
    return this;
  }

  SftpSettings fingerprints(String... all) {
    fingerprints = List.of(all);
    return this;
  }

  SftpStore open() throws IOException {
    return new SftpStore(
        new Destination.Sftp(
            host,
            port,
            folder,
            null,
            secret("user", user),
            secret("password", password),
            key,
            secret("passphrase", passphrase),
            secret("host-keys", hostKeys),
            fingerprints),
        IMPATIENT);
  }

  private String secret(String name, String text) throws IOException {
    if (text == null) {
      return null;
    }
    return Files.writeString(Files.createTempFile(secrets, name, ""), text).toString();
  }
}
