package io.proxpanel.backup.e2e.destination;

import static io.proxpanel.backup.e2e.destination.StoreContract.UID;
import static io.proxpanel.backup.e2e.destination.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServer.Options;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an FTP server is reached that asks for more than usual, or is elsewhere than usual. */
class FtpConnectionsIT {
  private static final String FILE = "proisp_full_20261125_020000.proisp.bak";
  private static final int SIZE = 3_000_000;

  @TempDir Path folder;
  @TempDir Path secrets;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aServerMayAskForTheClientsCertificate(boolean onlyTls13) throws Exception {
    TestCertificate client = certificate("client");
    TestCertificate stranger = certificate("stranger");
    Options asking =
        Options.tls(FtpServer.Tls.EXPLICIT, certificate("server"))
            .withClientsOf(client.authority());
    Options options = onlyTls13 ? asking.withOnlyTls13() : asking;
    try (FtpServer server = FtpServer.start(FtpServerKind.PROFTPD, folder, options)) {
      FtpSetup setup = FtpSetup.of(server, options, secrets);
      try (Store store = setup.withClient(client).open()) {
        comesAndGoes(store);
      }
      // More than once: whether the refusal or the hanging up is seen first is a matter of chance.
      for (int i = 0; i < 5; i++) {
        refused(setup);
        refused(setup.withClient(stranger));
      }
    }
  }

  private static void refused(FtpSetup setup) throws Exception {
    try (Store store = setup.open()) {
      assertThatThrownBy(() -> store.upload(FILE, UID, Content.of(bytes(10))).close())
          .isInstanceOfSatisfying(
              AgentException.class,
              e ->
                  assertThat(e.code())
                      .isIn(
                          ErrorCode.DestinationCertificateRefused,
                          ErrorCode.DestinationUnreachable))
          .hasMessageContaining("the client's certificate, or miss");
    }
  }

  @Test
  void aServerMayHaveAnAddressOfVersion6() throws Exception {
    Options options = Options.tls(FtpServer.Tls.EXPLICIT, certificate("server")).at("::1");
    try (FtpServer server = FtpServer.start(FtpServerKind.PROFTPD, folder, options)) {
      FtpSetup setup = FtpSetup.of(server, options, secrets).withHost("::1");
      for (FtpSetup each : new FtpSetup[] {setup, setup.inActiveMode()}) {
        try (Store store = each.open()) {
          comesAndGoes(store);
          assertThat(store.location(FILE)).startsWith("ftp://[::1]:" + server.port() + "/");
        }
      }
    }
  }

  private TestCertificate certificate(String name) throws Exception {
    return TestCertificate.make(
        Files.createDirectory(secrets.resolve(name)), "IP:127.0.0.1,IP:::1");
  }

  private static void comesAndGoes(Store store) throws Exception {
    StoreContract.store(store, FILE, bytes(SIZE));
    try (InputStream in = store.read(FILE, 0)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes(SIZE));
    }
    store.delete(FILE);
    assertThat(store.list()).isEmpty();
  }
}
