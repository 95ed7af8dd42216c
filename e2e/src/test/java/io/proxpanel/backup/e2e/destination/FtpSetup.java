package io.proxpanel.backup.e2e.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.ftp.FtpStore;
import io.proxpanel.backup.agent.destination.ftp.FtpTimeouts;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Destination.FtpSecurity;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a store is told of a test's server.
 *
 * @param secrets folder for the files with user and password
 */
record FtpSetup(
    Path secrets,
    String host,
    int port,
    String folder,
    FtpSecurity security,
    Path authority,
    String activePorts,
    FtpTimeouts timeouts,
    TestCertificate client) {
  static final String ACTIVE_PORTS = "32000-32700";

  /** Short enough for tests, which wait for failures. */
  private static final FtpTimeouts TIMEOUTS =
      new FtpTimeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          6,
          Duration.ofMillis(50));

  /** The server's user, passive, in a folder that is missing. */
  static FtpSetup of(FtpServer server, FtpServer.Options options, Path secrets) throws IOException {
    return ofUser(server.kind(), server.port(), options, secrets);
  }

  static FtpSetup ofUser(FtpServerKind kind, int port, FtpServer.Options options, Path secrets)
      throws IOException {
    Files.writeString(secrets.resolve("user"), kind.user() + "\n");
    Files.writeString(secrets.resolve("password"), FtpServer.PASSWORD + "\n");
    FtpSecurity security =
        switch (options.tls()) {
          case NONE -> FtpSecurity.None;
          case EXPLICIT -> FtpSecurity.Explicit;
          case IMPLICIT -> FtpSecurity.Implicit;
        };
    Path authority = options.certificate() == null ? null : options.certificate().authority();
    return new FtpSetup(
        secrets, "127.0.0.1", port, "/backups/Zürich 1", security, authority, null, TIMEOUTS, null);
  }

  FtpSetup withFolder(String other) {
    return new FtpSetup(
        secrets, host, port, other, security, authority, activePorts, timeouts, client);
  }

  FtpSetup withPort(int other) {
    return new FtpSetup(
        secrets, host, other, folder, security, authority, activePorts, timeouts, client);
  }

  FtpSetup withHost(String other) {
    return new FtpSetup(
        secrets, other, port, folder, security, authority, activePorts, timeouts, client);
  }

  FtpSetup withSecurity(FtpSecurity other) {
    return new FtpSetup(
        secrets, host, port, folder, other, authority, activePorts, timeouts, client);
  }

  FtpSetup withAuthority(Path other) {
    return new FtpSetup(
        secrets, host, port, folder, security, other, activePorts, timeouts, client);
  }

  FtpSetup withTimeouts(FtpTimeouts other) {
    return new FtpSetup(
        secrets, host, port, folder, security, authority, activePorts, other, client);
  }

  FtpSetup withClient(TestCertificate certificate) {
    return new FtpSetup(
        secrets, host, port, folder, security, authority, activePorts, timeouts, certificate);
  }

  FtpSetup inActiveMode() {
    return new FtpSetup(
        secrets, host, port, folder, security, authority, ACTIVE_PORTS, timeouts, client);
  }

  FtpStore open() throws AgentException {
    return FtpStore.open("off-site", destination(false), timeouts);
  }

  FtpStore openWithoutVerification() throws AgentException {
    return FtpStore.open("off-site", destination(true), timeouts);
  }

  private Destination.Ftp destination(boolean skipVerification) {
    return new Destination.Ftp(
        host,
        port,
        folder,
        security,
        null,
        secrets.resolve("user").toString(),
        secrets.resolve("password").toString(),
        authority == null || skipVerification ? null : authority.toString(),
        skipVerification,
        client == null ? null : client.chain().toString(),
        client == null ? null : client.key().toString(),
        activePorts);
  }
}
