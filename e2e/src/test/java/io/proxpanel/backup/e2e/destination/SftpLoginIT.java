package io.proxpanel.backup.e2e.destination;

import static io.proxpanel.backup.e2e.destination.StoreContract.assertFails;
import static io.proxpanel.backup.e2e.destination.StoreContract.bytes;
import static io.proxpanel.backup.e2e.destination.StoreContract.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.net.CutProxy;
import io.proxpanel.backup.e2e.ssh.SshServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may log in at OpenSSH's server, and which server is the one that is expected. */
class SftpLoginIT {
  private static final String NAME = "proisp_full_20261125_020000.proisp.bak";
  @TempDir static Path shared;
  private static SshServer server;

  @TempDir Path secrets;
  private final String folder = "backups of/" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = SshServer.start(shared);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private SftpSettings settings() {
    return new SftpSettings(server, secrets).folder(folder);
  }

  private Path onServer(String name) {
    return server.home().resolve(folder).resolve(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void everyTypeOfKeyLogsIn(String type) throws Exception {
    try (Store store = settings().key(server.clientKey(type), null).open()) {
      store(store, NAME, bytes(10));
    }
    assertThat(onServer(NAME)).hasBinaryContent(bytes(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void keysWithAPassphraseLogIn(String type) throws Exception {
    Path key = secrets.resolve("key");
    SshServer.makeKey(key, type, "open sesame");
    server.authorize(Path.of(key + ".pub"));
    try (Store store = settings().key(key, "open sesame").open()) {
      assertThat(store.list()).isEmpty();
    }
    try (Store store = settings().key(key, "open barley").open()) {
      assertFails(ErrorCode.SecretUnreadable, store::list);
    }
    try (Store store = settings().key(key, null).open()) {
      assertFails(ErrorCode.SecretUnreadable, store::list);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PEM", "PKCS8"})
  void keysInPemLogInWithAPassphraseAndWithout(String format) throws Exception {
    for (String phrase : new String[] {"", "open sesame"}) {
      for (String type : List.of("rsa", "ecdsa")) {
        Path key = secrets.resolve(type + phrase.length());
        SshServer.makeKey(key, type, phrase, "-m", format);
        server.authorize(Path.of(key + ".pub"));
        try (Store store = settings().key(key, phrase.isEmpty() ? null : phrase).open()) {
          assertThat(store.list()).as(type + " " + phrase).isEmpty();
        }
      }
    }
  }

  @Test
  void aPasswordLogsIn() throws Exception {
    try (Store store = settings().password(server.password()).open()) {
      store(store, NAME, bytes(10));
      assertThat(store.stat(NAME)).contains(FileEntry.file(NAME, 10));
    }
  }

  @Test
  void aWrongPasswordAKeyThatIsNotKnownAndAUserThatIsNotAreRefused() throws Exception {
    Path stranger = secrets.resolve("stranger");
    SshServer.makeKey(stranger, "ed25519", "");
    for (SftpSettings wrong :
        List.of(
            settings().password("secret-that-is-wrong"),
            settings().key(stranger, null),
            settings().user("no-such-user"))) {
      try (Store store = wrong.open()) {
        assertThatThrownBy(store::list)
            .hasMessageContaining("127.0.0.1:" + server.port())
            .hasMessageContaining("refuses the login")
            .message()
            .doesNotContain("secret-that-is-wrong");
        assertFails(ErrorCode.DestinationLoginRefused, store::list);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void everyTypeOfHostKeyIsKnownAgain(String type) throws Exception {
    String key = server.hostKey(type);
    String hostAndPort = "[127.0.0.1]:" + server.port();
    Path hashed = Files.writeString(secrets.resolve("known"), hostAndPort + " " + key + "\n");
    new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", hashed.toString()).start().waitFor();
    assertThat(hashed).content().startsWith("|1|");
    for (SftpSettings known :
        List.of(
            settings().fingerprints(server.fingerprint(type)),
            settings().fingerprints("SHA256:" + "A".repeat(43), server.fingerprint(type) + "="),
            settings().hostKeys(key),
            settings().hostKeys("# " + hostAndPort + " SSH-2.0\n" + hostAndPort + " " + key),
            settings().hostKeys("backup.example.net,[127.0.0.*]:* " + key),
            settings().hostKeys(Files.readString(hashed)))) {
      try (Store store = known.open()) {
        assertThat(store.list()).isEmpty();
      }
    }
  }

  @Test
  void whatSshKeyscanPrintsIsAHostKeyFile() throws Exception {
    Process scan =
        new ProcessBuilder("ssh-keyscan", "-p", String.valueOf(server.port()), "127.0.0.1").start();
    String printed = new String(scan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try (Store store = settings().hostKeys(printed).open()) {
      assertThat(store.list()).isEmpty();
    }
  }

  @Test
  void aHostKeyThatIsNotKnownIsRefusedWithItsFingerprint() throws Exception {
    Path other = secrets.resolve("other");
    SshServer.makeKey(other, "ed25519", "");
    String key = Files.readString(Path.of(other + ".pub"));
    String wrong = "SHA256:" + "A".repeat(43);
    String revoked = "@revoked * " + server.hostKey("ed25519") + "\n";
    int before = server.log().length();
    for (SftpSettings refused :
        List.of(
            settings().hostKeys("[127.0.0.1]:" + server.port() + " " + key),
            settings().hostKeys(key),
            settings().fingerprints(wrong),
            settings().hostKeys(revoked + server.hostKey("ed25519")))) {
      try (Store store = refused.password("never-sent").open()) {
        assertFails(ErrorCode.DestinationHostKeyRefused, store::list);
        assertThatThrownBy(store::list)
            .hasMessageContaining(server.fingerprint("ed25519"))
            .hasMessageContaining("hostKeyFingerprints");
      }
    }
    assertThat(server.log().substring(before)).doesNotContain("Failed password");
  }

  @Test
  void nothingIsTrustedWhenNoKeyIsGivenForTheServer() throws Exception {
    for (SftpSettings without :
        List.of(
            settings().fingerprints(),
            settings().fingerprints("MD5:aa:bb"),
            settings().hostKeys("backup.example.net " + server.hostKey("ed25519")),
            // As ssh has it, a name without a port is of port 22.
            settings().hostKeys("127.0.0.1 " + server.hostKey("ed25519")),
            settings().hostKeys("@cert-authority * " + server.hostKey("ed25519")))) {
      try (Store store = without.open()) {
        assertFails(ErrorCode.DestinationHostKeyRefused, store::list);
      }
    }
  }

  @Test
  void aServerThatWasSetUpAnewIsRefused() throws Exception {
    try (Store store = settings().open()) {
      store(store, NAME, bytes(10));
      server.renewHostKey("ed25519");
      SftpSettings before = settings();
      server.renewHostKey("ed25519");
      try (Store changed = before.open()) {
        assertFails(ErrorCode.DestinationHostKeyRefused, changed::list);
      }
      // Also one that is connected again in the middle of a task.
      assertFails(ErrorCode.DestinationHostKeyRefused, store::list);
    }
  }

  @Test
  void aHostWithoutAnAddressAPortWithoutAServerAndOneOfSomethingElse() throws Exception {
    try (Store store = settings().host("no-such-host.invalid").open()) {
      assertFails(ErrorCode.DestinationNameUnknown, store::list);
    }
    try (CutProxy nobody = new CutProxy(server.port())) {
      nobody.leave();
      try (Store store = settings().port(nobody.port()).open()) {
        assertFails(ErrorCode.DestinationUnreachable, store::list);
      }
    }
  }
}
