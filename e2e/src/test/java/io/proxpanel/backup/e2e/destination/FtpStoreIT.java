package io.proxpanel.backup.e2e.destination;

import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServer.Options;
import io.proxpanel.backup.e2e.ftp.FtpServer.Tls;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every server does what every kind of destination does, in every way that one can speak to it.
 * vsftpd and ProFTPD demand that data connections resume the TLS session, as they do unless told
 * otherwise.
 */
@ParameterizedClass
@MethodSource("ways")
class FtpStoreIT extends StoreContract {
  private static final AtomicInteger FOLDERS = new AtomicInteger();

  /** How a server is spoken to. */
  record Way(FtpServerKind kind, Tls tls, boolean onlyTls13, boolean active) {
    Options options() {
      Options options = tls == Tls.NONE ? Options.plain() : Options.tls(tls, certificate);
      return onlyTls13 ? options.withOnlyTls13() : options;
    }
  }

  @TempDir static Path all;
  private static TestCertificate certificate;
  private static FtpServer server;
  private static Path secrets;

  private final Way way;
  private FtpSetup setup;

  FtpStoreIT(Way way) {
    this.way = way;
  }

  static Stream<Way> ways() {
    return Stream.of(FtpServerKind.values())
        .flatMap(
            kind ->
                Stream.of(
                    new Way(kind, Tls.NONE, false, false),
                    new Way(kind, Tls.NONE, false, true),
                    new Way(kind, Tls.EXPLICIT, false, false),
                    new Way(kind, Tls.EXPLICIT, false, true),
                    new Way(kind, Tls.EXPLICIT, true, false),
                    new Way(kind, Tls.IMPLICIT, false, false)))
        .filter(way -> way.tls() != Tls.IMPLICIT || way.kind().hasImplicitTls());
  }

  @BeforeAll
  static void makeCertificate() throws IOException {
    certificate = TestCertificate.make(all, "IP:127.0.0.1");
  }

  @BeforeParameterizedClassInvocation
  static void startServer(Way way) throws IOException {
    Path folder = Files.createTempDirectory(all, "server");
    secrets = Files.createTempDirectory(all, "secrets");
    server = FtpServer.start(way.kind(), folder, way.options());
  }

  @AfterParameterizedClassInvocation
  static void stopServer() {
    server.close();
  }

  @AfterAll
  static void forget() {
    certificate = null;
  }

  @BeforeEach
  void newFolder() throws IOException {
    FtpSetup one =
        FtpSetup.of(server, way.options(), secrets)
            .withFolder("/backups/Zürich " + FOLDERS.incrementAndGet());
    setup = way.active() ? one.inActiveMode() : one;
  }

  @Override
  Store open() throws Exception {
    return setup.open();
  }
}
