package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.TestBackups;
import io.proxpanel.backup.contract.KeyOrder;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptCommandTest extends CommandTest {
  private Path dump;
  private Path out;

  @BeforeEach
  void writeDump() throws Exception {
    dump = Files.write(folder.resolve("dump"), TestBackups.archiveLike(100_000));
    out = folder.resolve("out.proisp.bak");
  }

  private CommandRun encrypt(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "encrypt";
    arguments[1] = "--password-file";
    arguments[2] = password.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return run(arguments);
  }

  @ParameterizedTest
  @CsvSource({",SALT_FIRST", "salt-first,SALT_FIRST", "password-first,PASSWORD_FIRST"})
  void writesAFileThatOpensInTheOrderAskedFor(String option, KeyOrder order) throws Exception {
    CommandRun run =
        option == null
            ? encrypt("-o", out.toString(), dump.toString())
            : encrypt("--key-order", option, "-o", out.toString(), dump.toString());

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    BackupFile.Opened opened =
        BackupFile.authenticate(out, TestBackups.keys(TestBackups.PASSWORD), null);
    assertThat(opened.key().order()).isEqualTo(order);
    assertThat(run.json().get("keyOrder")).isEqualTo(order.toString());
    assertThat(run.json().get("file")).isEqualTo(out.toString());
    assertThat(run.json().get("format")).isEqualTo("ProxPanelV2");
    assertThat(run.json().get("sizeBytes")).isEqualTo((int) Files.size(out));
    assertThat(run.json().get("sha256")).isEqualTo(opened.sha256());
    assertThat(run.json().get("plaintextBytes")).isEqualTo(100_000);
    assertThat(run.json().get("plaintextSha256")).isEqualTo(opened.plaintextSha256());
    assertThat(run.json().get("licenseKey")).isEqualTo("UNKNOWN");
    assertThat(names(folder)).containsExactly("dump", "out.proisp.bak", "password");
  }

  @Test
  void writesTheLicenceKeyIntoTheHeader() throws Exception {
    assertThat(encrypt("--license-key", "PROXP-1", "-o", out.toString(), dump.toString()).exit())
        .isZero();

    assertThat(run("inspect", out.toString()).json().get("licenseKey")).isEqualTo("PROXP-1");
  }

  @Test
  void goesFromStandardInputToStandardOutputAndBack() throws Exception {
    byte[] plain = Files.readAllBytes(dump);
    String file = password.toString();

    CommandRun encrypted =
        CommandRun.withInput(scratch, plain, "encrypt", "--password-file", file, "-o", "-", "-");
    CommandRun decrypted =
        CommandRun.withInput(scratch, encrypted.out(), "decrypt", "--password-file", file, "-");

    assertThat(encrypted.exit()).isZero();
    assertThat(encrypted.err()).isEmpty();
    assertThat(decrypted.out()).isEqualTo(plain);
  }

  @Test
  void refusesLicenceKeyThatBreaksTheHeader() throws Exception {
    encrypt("--license-key", "two words", "-o", out.toString(), dump.toString())
        .refused(
            2,
            "LicenseKeyInvalid",
            "The licence key is empty or has a space, a line break or a character beyond ASCII:"
                + " write it as the licence server shows it.");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesUnknownOrder() throws Exception {
    encrypt("-o", out.toString(), "--key-order", "pepper-first", dump.toString())
        .refused(2, "Usage", "'pepper-first' is no order: write salt-first or password-first");
  }

  @Test
  void refusesTwoPasswords() throws Exception {
    encrypt("--password-file", password.toString(), "-o", out.toString(), dump.toString())
        .refused(
            2,
            "Usage",
            "A file is encrypted with one password: give --password-file once, not 2 times.");
  }

  @Test
  void refusesADumpThatTheFormatCannotHoldBeforeItReadsIt() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(dump.toFile(), "rw")) {
      sparse.setLength((1L << 36) - 31);
    }

    encrypt("-o", out.toString(), dump.toString())
        .refused(
            5,
            "FormatLimitExceeded",
            "The dump is longer than the 68719476704 bytes that a file of the format ProxPanelV2"
                + " can hold: use the format Age (V3), which has no such limit.");
    assertThat(names(folder)).containsExactly("dump", "password");
  }

  @Test
  void saysThatTheDumpDoesNotExistAndLeavesNothing() throws Exception {
    Path none = folder.resolve("none");

    encrypt("-o", out.toString(), none.toString())
        .refused(5, "FileMissing", none + " does not exist: check the name.");
    assertThat(names(folder)).containsExactly("dump", "password");
  }

  @Test
  void doesNotReplaceAFileUnlessItIsToldTo() throws Exception {
    Files.writeString(out, "precious");

    encrypt("-o", out.toString(), dump.toString())
        .refused(5, "FileNameTaken", "is there already: name another file, or add --force");
    assertThat(out).hasContent("precious");

    assertThat(encrypt("--force", "-o", out.toString(), dump.toString()).exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void refusesAnEmptyPassword(String content) throws Exception {
    Files.write(password, content.getBytes(StandardCharsets.US_ASCII));

    encrypt("-o", out.toString(), dump.toString())
        .refused(5, "SecretUnreadable", "is empty: write the password into it.");
  }
}
