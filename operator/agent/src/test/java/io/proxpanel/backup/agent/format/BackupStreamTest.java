package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.KeyOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupStreamTest {
  private static final List<KeyCandidate> KEYS = TestBackups.keys("old", TestBackups.PASSWORD);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {5, 1000, 65_520, 65_536, 65_552, 200_000})
  void saysTheSameOfAFileAsTheReaderOfFiles(int length) throws Exception {
    byte[] plain = TestBackups.archiveLike(length);
    Path file = TestBackups.encrypted(folder.resolve("f"), plain);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    BackupFile.Opened opened;
    try (InputStream in = Files.newInputStream(file)) {
      opened = BackupStream.decrypt(in, "f", KEYS, out);
    }

    assertThat(out.toByteArray()).isEqualTo(plain);
    assertThat(opened).isEqualTo(BackupFile.authenticate(file, KEYS, null));
  }

  @Test
  void choosesNoKeyWhereNoneMakesTheFileStartLikeAnArchive() throws Exception {
    byte[] file = TestBackups.encrypt(KeyOrder.SALT_FIRST, new byte[1000]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> BackupStream.decrypt(new ByteArrayInputStream(file), "f", KEYS, out))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "Under none of the keys does f start like an archive of pg_dump, so in a single pass no"
                + " key can be chosen: check the password, or leave out --stream to have every key"
                + " tried.")
        .extracting("code")
        .isEqualTo(ErrorCode.WrongKeyOrDamaged);
    assertThat(out.size()).isZero();
  }

  @Test
  void saysThatReadingFailed() throws Exception {
    byte[] file = TestBackups.encrypt(KeyOrder.SALT_FIRST, TestBackups.archiveLike(1000));
    assertThatThrownBy(
            () ->
                BackupStream.decrypt(
                    new SequenceInputStream(
                        new ByteArrayInputStream(file), BrokenStreams.input("Connection reset")),
                    "f",
                    KEYS,
                    OutputStream.nullOutputStream()))
        .isInstanceOf(AgentException.class)
        .hasMessage("f cannot be read to its end: check where it comes from.")
        .extracting("code")
        .isEqualTo(ErrorCode.InputOutput);
  }

  @Test
  void saysThatWritingFailed() throws Exception {
    byte[] file = TestBackups.encrypt(KeyOrder.SALT_FIRST, TestBackups.archiveLike(1000));
    assertThatThrownBy(
            () ->
                BackupStream.decrypt(
                    new ByteArrayInputStream(file),
                    "f",
                    KEYS,
                    BrokenStreams.output(0, "Broken pipe")))
        .isInstanceOf(AgentException.class)
        .hasMessageStartingWith("The plaintext of f cannot be written to its end:")
        .extracting("code")
        .isEqualTo(ErrorCode.InputOutput);
  }
}
