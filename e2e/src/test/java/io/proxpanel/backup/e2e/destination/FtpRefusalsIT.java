package io.proxpanel.backup.e2e.destination;

import static io.proxpanel.backup.e2e.destination.StoreContract.UID;
import static io.proxpanel.backup.e2e.destination.StoreContract.assertFails;
import static io.proxpanel.backup.e2e.destination.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.Destination.FtpSecurity;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.ftp.FtpServer;
import io.proxpanel.backup.e2e.ftp.FtpServer.Options;
import io.proxpanel.backup.e2e.ftp.FtpServer.Tls;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import io.proxpanel.backup.e2e.ftp.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real servers refuse, and what is refused of them, each told from the other. */
class FtpRefusalsIT {
  private static final String FILE = "proisp_full_20261125_020000.proisp.bak";

  @TempDir static Path certificates;
  private static TestCertificate good;
  private static TestCertificate other;

  @TempDir Path folder;
  @TempDir Path secrets;

  @BeforeAll
  static void makeCertificates() throws IOException {
    good = TestCertificate.make(Files.createDirectory(certificates.resolve("1")), "IP:127.0.0.1");
    other = TestCertificate.make(Files.createDirectory(certificates.resolve("2")), "IP:127.0.0.2");
  }

  @AfterAll
  static void forgetCertificates() {
    good = null;
    other = null;
  }

  @ParameterizedTest
  @EnumSource
  void aWrongPasswordIsALoginThatIsRefused(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain())) {
      FtpSetup setup = FtpSetup.of(server, Options.plain(), secrets);
      String wrong = "wrong-" + FtpServer.PASSWORD;
      Files.writeString(secrets.resolve("password"), wrong);
      try (Store store = setup.open()) {
        assertThatThrownBy(store::list)
            .hasMessageContaining("127.0.0.1:" + server.port())
            .hasMessageContaining("\"off-site\"")
            .hasMessageNotContaining(wrong);
        assertFails(ErrorCode.DestinationLoginRefused, store::list);
        FtpSetup.of(server, Options.plain(), secrets);
        assertThat(store.list()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneConnectionTooManyIsAServerToTryLater(FtpServerKind kind) throws Exception {
    Options options = Options.plain().withMaxClients(1);
    try (FtpServer server = FtpServer.start(kind, folder, options)) {
      FtpSetup setup = FtpSetup.of(server, options, secrets);
      try (Store first = setup.open();
          Store second = setup.open()) {
        // The server may not have seen yet that whoever came before has gone.
        await().ignoreExceptions().until(() -> first.list().isEmpty());
        assertFails(ErrorCode.DestinationUnreachable, second::list);
        Runnable leave = first::close;
        leave.run();
        await().ignoreExceptions().until(() -> second.list().isEmpty());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFolderThatMayNotBeWrittenIsNotFull(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain())) {
      FtpSetup setup = FtpSetup.of(server, Options.plain(), secrets);
      try (Store missing = setup.withFolder("/elsewhere/deep").open();
          Store root = setup.withFolder("/").open()) {
        assertFails(ErrorCode.DestinationPermissionDenied, missing::list);
        assertFails(
            ErrorCode.DestinationPermissionDenied,
            () -> root.upload(FILE, UID, Content.of(bytes(10))));
        Files.write(server.home().resolve(FILE), bytes(10));
        assertFails(ErrorCode.DestinationPermissionDenied, () -> root.delete(FILE));
        root.delete("missing.proisp.bak");
        assertThat(root.stat(FILE)).contains(FileEntry.file(FILE, 10));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFullDiskIsFullAndLeavesNothing(FtpServerKind kind) throws Exception {
    int room = 2 << 20;
    Options options = Options.plain().withDisk(room);
    try (FtpServer server = FtpServer.start(kind, folder, options);
        Store store = FtpSetup.of(server, options, secrets).open()) {
      assertFails(
          ErrorCode.DestinationFull,
          () -> store.upload(FILE, UID, Content.of(bytes(room + 1))).close());
      store.removeUnfinished(FILE, UID);
      assertThat(store.list()).isEmpty();
      // There is room for it only if nothing of the other one is left.
      StoreContract.store(store, FILE, bytes(room * 3 / 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFolderBelowTheLoginsIsMadeWhereItIsMissing(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain())) {
      FtpSetup setup = FtpSetup.of(server, Options.plain(), secrets);
      try (Store store = setup.withFolder("backups/a b/ç").open()) {
        StoreContract.store(store, FILE, bytes(10));
        assertThat(server.home().resolve("backups/a b/ç").resolve(FILE))
            .hasBinaryContent(bytes(10));
        assertThat(store.location(FILE)).endsWith("/backups/a b/ç/" + FILE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateOfAnotherAuthorityOrNameIsRefused(FtpServerKind kind) throws Exception {
    Options options = Options.tls(Tls.EXPLICIT, good);
    try (FtpServer server =
        FtpServer.start(kind, Files.createDirectory(folder.resolve("1")), options)) {
      FtpSetup setup = FtpSetup.of(server, options, secrets);
      try (Store store = setup.withAuthority(other.authority()).open();
          Store system = setup.withAuthority(null).open();
          Store any = setup.withAuthority(null).openWithoutVerification()) {
        assertFails(ErrorCode.DestinationCertificateRefused, store::list);
        assertFails(ErrorCode.DestinationCertificateRefused, system::list);
        assertThat(any.list()).isEmpty();
      }
      // In clear to a server that wants TLS.
      try (Store clear = setup.withSecurity(FtpSecurity.None).open()) {
        assertFails(ErrorCode.DestinationProtocolError, clear::list);
      }
    }
    Options named = Options.tls(Tls.EXPLICIT, other);
    try (FtpServer server =
            FtpServer.start(kind, Files.createDirectory(folder.resolve("2")), named);
        Store store = FtpSetup.of(server, named, secrets).open()) {
      assertFails(ErrorCode.DestinationCertificateRefused, store::list);
    }
  }

  @Test
  void aServerWithoutTlsIsToldFromOneThatIsNotThere() throws Exception {
    FtpSetup setup;
    try (FtpServer server = FtpServer.start(FtpServerKind.VSFTPD, folder, Options.plain())) {
      setup = FtpSetup.of(server, Options.plain(), secrets);
      try (Store explicit = setup.withSecurity(FtpSecurity.Explicit).open();
          Store implicit = setup.withSecurity(FtpSecurity.Implicit).open()) {
        assertFails(ErrorCode.DestinationProtocolError, explicit::list);
        assertFails(ErrorCode.DestinationProtocolError, implicit::list);
      }
    }
    try (Store gone = setup.open();
        Store unknown = setup.withHost("ftp.invalid").open()) {
      assertFails(ErrorCode.DestinationUnreachable, gone::list);
      assertFails(ErrorCode.DestinationNameUnknown, unknown::list);
    }
  }

  @Test
  void tenThousandFilesAreListedByEachServer() throws Exception {
    Path there = null;
    for (FtpServerKind kind : FtpServerKind.values()) {
      try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
          Store store = FtpSetup.of(server, Options.plain(), secrets).open()) {
        if (there == null) {
          assertThat(store.list()).isEmpty();
          there = server.home().resolve("backups/Zürich 1");
          Path one = Files.write(folder.resolve("one"), bytes(17));
          for (int i = 0; i < 10_000; i++) {
            Files.createLink(there.resolve("tenant_" + i + "_full.proisp.bak"), one);
          }
        }
        List<FileEntry> entries = store.list();
        assertThat(entries).hasSize(10_000);
        assertThat(entries).contains(FileEntry.file("tenant_9998_full.proisp.bak", 17));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatTheServerEndedIsMadeAgain(FtpServerKind kind) throws Exception {
    try (FtpServer server = FtpServer.start(kind, folder, Options.plain());
        Store store = FtpSetup.of(server, Options.plain(), secrets).open()) {
      try (Store.Upload upload = store.upload(FILE, UID, Content.of(bytes(100)))) {
        server.kill();
        server.startAgain();
        upload.commit();
      }
      assertThat(store.stat(FILE)).contains(FileEntry.file(FILE, 100));
    }
  }
}
