package io.proxpanel.backup.e2e.destination;

import static io.proxpanel.backup.e2e.destination.StoreContract.UID;
import static io.proxpanel.backup.e2e.destination.StoreContract.assertFails;
import static io.proxpanel.backup.e2e.destination.StoreContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.e2e.ftp.FtpServer.Options;
import io.proxpanel.backup.e2e.ftp.FtpServerKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers are not believed what they say. */
class FtpMisbehaviourIT {
  private static final String FILE = "proisp_full_20261125_020000.proisp.bak";

  @TempDir Path secrets;

  @Test
  void aFileOfNoBytesIsNotStoredWhateverTheServerSays() throws Exception {
    try (FtpEmulator server = new FtpEmulator();
        Store store = open(server)) {
      assertThatThrownBy(() -> store.upload(FILE, UID, Content.of(bytes(100_000))))
          .hasMessageContaining("has 0 of its 100000 bytes");
      assertFails(
          ErrorCode.DestinationProtocolError,
          () -> store.upload(FILE, UID, Content.of(bytes(100_000))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "452 Insufficient storage space.|DestinationFull",
        "552 Quota exceeded.|DestinationFull",
        "451 Failure writing to local file.|DestinationFull",
        "553 Not here.|DestinationPermissionDenied",
        "522 SSL connection failed: session reuse required|DestinationProtocolError",
      })
  void theLastWordOnAnUploadCounts(String answer, ErrorCode code) throws Exception {
    try (FtpEmulator server = new FtpEmulator();
        Store store = open(server)) {
      server.answer("STOR", answer);
      assertFails(code, () -> store.upload(FILE, UID, Content.of(bytes(10))));
    }
  }

  @Test
  void anEmptyListingWithAnErrorIsNoEmptyFolder() throws Exception {
    try (FtpEmulator server = new FtpEmulator();
        Store store = open(server)) {
      assertThat(store.list()).isEmpty();
      server.answer("LIST", "425 Unable to build data connection: TLS session not resumed");
      assertFails(ErrorCode.DestinationProtocolError, store::list);
      server.answer("LIST", "451 Local error.");
      assertFails(ErrorCode.DestinationProtocolError, store::list);
    }
  }

  @Test
  void freeSpaceIsKnownWhereTheServerSaysIt() throws Exception {
    try (FtpEmulator server = new FtpEmulator();
        Store store = open(server)) {
      server.answer("AVBL", "213 109951162777");
      assertThat(store.freeBytes()).hasValue(109951162777L);
      server.answer("AVBL", "550 Unknown.");
      assertThat(store.freeBytes()).isEmpty();
    }
  }

  private Store open(FtpEmulator server) throws Exception {
    return setup(server).open();
  }

  private FtpSetup setup(FtpEmulator server) throws IOException {
    return FtpSetup.ofUser(FtpServerKind.PROFTPD, server.port(), Options.plain(), secrets);
  }
}
