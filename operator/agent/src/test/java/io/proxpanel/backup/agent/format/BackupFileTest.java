package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.KeyOrder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupFileTest {
  private static final List<KeyCandidate> KEYS = TestBackups.keys(TestBackups.PASSWORD);
  private static final int HELD_BACK = 64 * 1024;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(KeyOrder.class)
  void opensBothOrdersAndSaysWhichItWas(KeyOrder order) throws Exception {
    Path file = folder.resolve("f");
    Files.write(file, TestBackups.encrypt(order, TestBackups.archiveLike(1000)));

    assertThat(BackupFile.authenticate(file, KEYS, null).key().order()).isEqualTo(order);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 15, 16, 17, 65_535, 65_536, 65_537, 131_072, 200_000})
  void givesBackWhatWasEncrypted(int length) throws Exception {
    byte[] plain = TestBackups.archiveLike(length);
    Path file = TestBackups.encrypted(folder.resolve("f"), plain);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    ByteArrayOutputStream decrypted = new ByteArrayOutputStream();

    BackupFile.Opened opened = BackupFile.authenticate(file, KEYS, () -> seen);
    BackupFile.decrypt(file, opened, decrypted);

    assertThat(opened.plaintextBytes()).isEqualTo(length);
    assertThat(opened.sizeBytes()).isEqualTo(Files.size(file));
    assertThat(seen.toByteArray()).isEqualTo(plain);
    assertThat(decrypted.toByteArray()).isEqualTo(plain);
    try (InputStream in = BackupFile.openPlaintext(file, opened)) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void triesTheKeyFirstUnderWhichTheFileStartsLikeAnArchive() throws Exception {
    Path file = TestBackups.encrypted(folder.resolve("f"), TestBackups.archiveLike(1000));
    List<OutputStream> begun = new ArrayList<>();

    BackupFile.Opened opened =
        BackupFile.authenticate(
            file,
            TestBackups.keys("old", "older", TestBackups.PASSWORD),
            () -> {
              begun.add(new ByteArrayOutputStream());
              return begun.get(begun.size() - 1);
            });

    assertThat(opened.key().origin()).isEqualTo("password 3");
    assertThat(begun).hasSize(1);
  }

  @Test
  void triesEveryKeyOnAFileThatHoldsSomethingElse() throws Exception {
    byte[] text = "-- a plain dump".getBytes(StandardCharsets.US_ASCII);
    Path file = TestBackups.encrypted(folder.resolve("f"), text);
    List<ByteArrayOutputStream> begun = new ArrayList<>();

    BackupFile.Opened opened =
        BackupFile.authenticate(
            file,
            TestBackups.keys("old", TestBackups.PASSWORD),
            () -> {
              begun.add(new ByteArrayOutputStream());
              return begun.get(begun.size() - 1);
            });

    assertThat(opened.key().origin()).isEqualTo("password 2");
    assertThat(begun).hasSize(3);
    assertThat(begun.get(2).toByteArray()).isEqualTo(text);
  }

  @Test
  void saysWhatWasTriedWhenNoKeyOpensTheFile() throws Exception {
    Path file = TestBackups.encrypted(folder.resolve("f"), TestBackups.archiveLike(1000));

    assertThatThrownBy(
            () -> BackupFile.authenticate(file, "the file", TestBackups.keys("wrong", "old"), null))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "No key opens the file, or it is damaged: tried the 2 passwords from password 1,"
                + " password 2, in both key orders; if the database password has changed since,"
                + " give the old one too, and if the file comes from another panel, that"
                + " panel's.")
        .extracting("code")
        .isEqualTo(ErrorCode.WrongKeyOrDamaged);
  }

  @Test
  void saysThatTheFileIsDamagedWhenAKeyOpensItsBeginning() throws Exception {
    byte[] bytes = TestBackups.encrypt(KeyOrder.SALT_FIRST, TestBackups.archiveLike(100_000));
    bytes[50_000] ^= 1;
    Path file = Files.write(folder.resolve("f"), bytes);

    assertThatThrownBy(
            () ->
                BackupFile.authenticate(
                    file, "the file", TestBackups.keys("old", TestBackups.PASSWORD), null))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "the file is damaged: the password from password 2 opens its beginning, but its end"
                + " does not match its content; take another copy.")
        .extracting("code")
        .isEqualTo(ErrorCode.WrongKeyOrDamaged);
  }

  @Test
  void doesNotBelieveWhatASinkSaysOfNoise() throws Exception {
    Path file = TestBackups.encrypted(folder.resolve("f"), new byte[1000]);
    PlaintextSink expectsZeros =
        () ->
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                if (b != 0) {
                  throw new IOException("noise");
                }
              }
            };

    assertThat(
            BackupFile.authenticate(
                file, TestBackups.keys("no", TestBackups.PASSWORD), expectsZeros))
        .extracting(BackupFile.Opened::plaintextBytes)
        .isEqualTo(1000L);
  }

  @Test
  void throwsWhatASinkSaysOfAnAuthenticFile() throws Exception {
    Path file = TestBackups.encrypted(folder.resolve("f"), TestBackups.archiveLike(200_000));
    AgentException verdict = new AgentException(ErrorCode.NotAnArchive, "It is no archive.");
    PlaintextSink sink =
        () ->
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw verdict.asIOException();
              }
            };

    assertThatThrownBy(() -> BackupFile.authenticate(file, KEYS, sink)).isSameAs(verdict);
  }

  @Test
  void doesNotBreakOnWhatASinkDoesWithNoise() throws Exception {
    byte[] bytes = TestBackups.encrypt(KeyOrder.SALT_FIRST, TestBackups.archiveLike(1000));
    bytes[500] ^= 1;
    Path file = Files.write(folder.resolve("f"), bytes);
    PlaintextSink defect =
        () ->
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new IllegalStateException("cannot be");
              }
            };

    assertThatThrownBy(() -> BackupFile.authenticate(file, KEYS, defect))
        .isInstanceOf(AgentException.class);
    bytes[500] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> BackupFile.authenticate(file, KEYS, defect))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot be");
  }

  @Test
  void readsTheHeaderAlone() throws Exception {
    Path file = TestBackups.encrypted(folder.resolve("f"), new byte[10]);

    assertThat(BackupFile.header(file).licenseKey()).isEqualTo("PROXP-1");
    Files.writeString(file, "something else");
    assertThatThrownBy(() -> BackupFile.header(file))
        .isInstanceOf(AgentException.class)
        .hasMessageStartingWith(file + " is not a ProxPanel backup:");
  }

  @Test
  void saysThatTheFileDoesNotExist() {
    Path file = folder.resolve("none");

    refuses(file, ErrorCode.FileMissing, file + " does not exist: check the name.");
  }

  @Test
  void saysThatAFolderIsNoFile() {
    refuses(folder, ErrorCode.InputOutput, folder + " is a folder: name a backup file in it.");
  }

  @Test
  void saysThatAFileIsShorterThanAnyWholeOne() throws Exception {
    byte[] whole = TestBackups.encrypt(KeyOrder.SALT_FIRST, new byte[0]);
    Path file = Files.write(folder.resolve("f"), Arrays.copyOf(whole, whole.length - 1));

    refuses(
        file,
        ErrorCode.FileTruncated,
        file
            + " has 77 bytes, and the shortest whole backup with its header has 78: it was cut; take"
            + " a whole copy.");
  }

  @Test
  void refusesFileThatIsLongerThanAnyCanBe() throws Exception {
    Path file = folder.resolve("f");
    Files.write(file, TestBackups.encrypt(KeyOrder.SALT_FIRST, new byte[0]));
    long longest = (1L << 36) - 32 + 78;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(longest + 1);
    }

    refuses(
        file,
        ErrorCode.WrongKeyOrDamaged,
        file
            + " has 68719476783 bytes, and the longest backup of its format has 68719476782:"
            + " something was added to it; take another copy.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000, 150_000, 199_999})
  void holdsBackTheEndOfAFileThatChangedSinceItWasAuthenticated(int position) throws Exception {
    byte[] plain = TestBackups.archiveLike(200_000);
    Path file = TestBackups.encrypted(folder.resolve("f"), plain);
    BackupFile.Opened opened = BackupFile.authenticate(file, KEYS, null);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 16 - plain.length + position] ^= 1;
    Files.write(file, bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> BackupFile.decrypt(file, opened, out))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            file
                + " was changed after it had been authenticated: see who writes to it, and start"
                + " again.")
        .extracting("code")
        .isEqualTo(ErrorCode.WrongKeyOrDamaged);
    assertThat(out.size()).isPositive().isLessThanOrEqualTo(plain.length - HELD_BACK);
  }

  @Test
  void keepsRefusingToReadOnAfterTheTagDidNotFit() throws Exception {
    Path file = TestBackups.encrypted(folder.resolve("f"), TestBackups.archiveLike(1000));
    BackupFile.Opened opened = BackupFile.authenticate(file, KEYS, null);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);

    try (InputStream in = BackupFile.openPlaintext(file, opened)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(in::read)
            .isInstanceOf(IOException.class)
            .hasCauseInstanceOf(AgentException.class);
      }
    }
  }

  @Test
  void refusesFileThatBecameShorterOrHasAnotherHeader() throws Exception {
    Path file = TestBackups.encrypted(folder.resolve("f"), TestBackups.archiveLike(1000));
    BackupFile.Opened opened = BackupFile.authenticate(file, KEYS, null);
    byte[] bytes = Files.readAllBytes(file);

    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    assertThatThrownBy(() -> BackupFile.openPlaintext(file, opened))
        .hasMessageContaining("was changed after it had been authenticated");

    bytes["PROXPANEL_ENCRYPTED_BACKUP_V2\nLICENSE_KEY=".length()] = 'X';
    Files.write(file, bytes);
    assertThatThrownBy(() -> BackupFile.openPlaintext(file, opened))
        .hasMessageContaining("was changed after it had been authenticated");
  }

  @Test
  void tellsAFailureToWriteFromADamagedFile() throws Exception {
    Path file = TestBackups.encrypted(folder.resolve("f"), TestBackups.archiveLike(1000));
    BackupFile.Opened opened = BackupFile.authenticate(file, KEYS, null);
    assertThatThrownBy(
            () -> BackupFile.decrypt(file, opened, BrokenStreams.output(0, "Broken pipe")))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "The plaintext of "
                + file
                + " cannot be written to its end: check the space and the permissions where it"
                + " goes, or the program that reads it.")
        .extracting("code")
        .isEqualTo(ErrorCode.InputOutput);
  }

  private static void refuses(Path file, ErrorCode code, String sentence) {
    assertThatThrownBy(() -> BackupFile.authenticate(file, KEYS, null))
        .isInstanceOf(AgentException.class)
        .hasMessage(sentence)
        .extracting("code")
        .isEqualTo(code);
  }
}
