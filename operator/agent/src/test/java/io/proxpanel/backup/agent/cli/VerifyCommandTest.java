package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.format.TestBackups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerifyCommandTest extends CommandTest {
  private CommandRun verify(String file) {
    return run("verify", "--password-file", password.toString(), file);
  }

  @Test
  void saysWhatIsInsideAndWhichKeyOpensIt() throws Exception {
    CommandRun run = verify(vector("v2-password-first"));

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.json().get("format")).isEqualTo("ProxPanelV2");
    assertThat(run.json().get("licenseKey")).isEqualTo("PROXP-7K2QM-4HX9D-ZT6VB-1W8NC");
    assertThat(run.json().get("keyOrder")).isEqualTo("password-first");
    assertThat(run.json().get("passwordFrom")).isEqualTo("the file " + password);
    assertThat(run.json().get("sizeBytes")).isEqualTo(15379);
    assertThat(run.json().get("sha256"))
        .isEqualTo("de07e84959a2e807969395124e532e79115023953735f4ed6fb1f5e21f427dae");
    assertThat(run.json().get("plaintextBytes")).isEqualTo(15279);
    assertThat(run.json().get("plaintextSha256"))
        .isEqualTo("4dc28b0ee8b51caca90c6e8b6b267408f31207051903c88176f00a14d8edd580");
    assertThat(run.text()).contains("\"error\" : null");
  }

  @Test
  void countsWhatTheArchiveHolds() throws Exception {
    // As pg_restore --list shows it, and the rows by COPY's lines.
    assertThat(verify(vector("v2-salt-first")).json().get("archive"))
        .isEqualTo(
            Map.of(
                "entries", 27, "tables", 8, "tablesWithData", 5, "largeObjects", 0, "rows", 1293));
  }

  @Test
  void saysThatSomethingElseIsInside() throws Exception {
    CommandRun run = verify(vector("bad-not-a-dump"));

    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .isEqualTo(
            vector("bad-not-a-dump")
                + " is authentic, and what is inside is no archive of pg_dump -Fc.\n");
    assertThat(run.json().get("plaintextBytes")).isEqualTo(1100);
    assertThat(run.json().containsKey("archive")).isFalse();
  }

  @Test
  void refusesAnArchiveThatWasIncompleteWhenItWasEncrypted() throws Exception {
    Path dump = folder.resolve("dump");
    run(
        "decrypt",
        "--password-file",
        password.toString(),
        "-o",
        dump.toString(),
        vector("v2-salt-first"));
    Files.write(dump, Arrays.copyOf(Files.readAllBytes(dump), 9000));
    Path file = folder.resolve("cut.proisp.bak");
    run("encrypt", "--password-file", password.toString(), "-o", file.toString(), dump.toString());

    CommandRun run = verify(file.toString());

    run.refused(4, "ArchiveIncomplete", "The archive is incomplete or damaged:");
    assertThat(run.json().get("plaintextBytes")).isEqualTo(9000);
  }

  @Test
  void opensAFirstVersionOfEitherOrder() throws Exception {
    assertThat(verify(vector("v1-salt-first")).json().get("keyOrder")).isEqualTo("salt-first");
    assertThat(verify(vector("v1-password-first")).json().get("keyOrder"))
        .isEqualTo("password-first");
  }

  @Test
  void triesEveryPasswordThatItIsGiven() throws Exception {
    Path old = Files.writeString(folder.resolve("old"), "not this one");

    CommandRun run =
        run(
            "verify",
            "--password-file",
            old.toString(),
            "--password-file",
            password.toString(),
            vector("v2-salt-first"));

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("passwordFrom")).isEqualTo("the file " + password);
  }

  @Test
  void readsPasswordFromStandardInput() throws Exception {
    byte[] line = (TestBackups.PASSWORD + "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);

    CommandRun run =
        CommandRun.withInput(
            scratch, line, "verify", "--password-file", "-", vector("v2-salt-first"));

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("passwordFrom")).isEqualTo("standard input");
  }

  @Test
  void readsFileFromStandardInputAndLeavesNoCopy() throws Exception {
    CommandRun run =
        CommandRun.withInput(
            scratch,
            vectorBytes("v2-salt-first"),
            "verify",
            "--password-file",
            password.toString(),
            "-");

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("file")).isEqualTo("standard input");
    assertThat(run.json().get("plaintextBytes")).isEqualTo(15279);
    assertThat(names(scratch)).isEmpty();
  }

  @Test
  void leavesNoCopyOfStandardInputThatIsRefused() throws Exception {
    CommandRun.withInput(
            scratch,
            vectorBytes("bad-flipped-bit"),
            "verify",
            "--password-file",
            password.toString(),
            "-")
        .refused(4, "WrongKeyOrDamaged", "standard input is damaged:");
    assertThat(names(scratch)).isEmpty();
  }

  @Test
  void saysWhereACopyOfStandardInputHasNoRoom() throws Exception {
    Path none = folder.resolve("no-scratch");

    CommandRun.withInput(none, new byte[100], "verify", "--password-file", password.toString(), "-")
        .refused(
            5,
            "InputOutput",
            "standard input has to be read twice, and "
                + none
                + " has no room for a copy: name a file, or a folder with room in BACKUP_SCRATCH, or"
                + " use --stream.");
  }

  @Test
  void refusesAWrongPassword() throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong"), "wrong");

    CommandRun run = run("verify", "--password-file", wrong.toString(), vector("v2-salt-first"));

    run.refused(
        4,
        "WrongKeyOrDamaged",
        "No key opens "
            + vector("v2-salt-first")
            + ", or it is damaged: tried the password from the file "
            + wrong
            + ", in both key orders; if the database password has changed since, give the old one too, and if the file"
            + " comes from another panel, that panel's.");
    assertThat(run.text()).contains("\"plaintextSha256\" : null");
  }

  @Test
  void refusesAFlippedBit() throws Exception {
    verify(vector("bad-flipped-bit"))
        .refused(
            4,
            "WrongKeyOrDamaged",
            vector("bad-flipped-bit")
                + " is damaged: the password from the file "
                + password
                + " opens its beginning, but its end does not match its content; take another"
                + " copy.");
  }

  @Test
  void refusesACutFile() throws Exception {
    verify(vector("bad-truncated"))
        .refused(4, "WrongKeyOrDamaged", "is damaged: the password from the file");
  }

  @Test
  void refusesATagWithoutAFile() throws Exception {
    verify(vector("bad-tag-only")).refused(4, "FileTruncated", "has 40 bytes, and the shortest");
  }

  @Test
  void refusesAnEmptyFile() throws Exception {
    verify(vector("bad-empty"))
        .refused(3, "NotABackupFile", "is empty: it is not a ProxPanel backup.");
  }

  @Test
  void refusesAnotherFirstLine() throws Exception {
    verify(vector("bad-magic"))
        .refused(3, "NotABackupFile", "is not a ProxPanel backup of a version");
  }

  @Test
  void refusesAMissingLicenceLine() throws Exception {
    verify(vector("bad-no-license-line"))
        .refused(3, "LicenseLineMissing", "has no line LICENSE_KEY=");
  }

  @Test
  void saysThatThePasswordFileDoesNotExist() throws Exception {
    Path none = folder.resolve("none");

    run("verify", "--password-file", none.toString(), vector("v2-salt-first"))
        .refused(
            5,
            "SecretUnreadable",
            "The password cannot be used: the file "
                + none
                + " does not exist: name a file that holds it.");
  }

  @Test
  void saysThatStandardInputHasNoPassword() throws Exception {
    run("verify", "--password-file", "-", vector("v2-salt-first"))
        .refused(
            5,
            "SecretUnreadable",
            "The password cannot be used: standard input is empty: write the password into it.");
  }

  @Test
  void refusesStandardInputForPasswordAndFileAtOnce() throws Exception {
    run("verify", "--password-file", "-", "-")
        .refused(
            2,
            "Usage",
            "Standard input (-) can be read once, for the data or for one password: give the other"
                + " as a file.");
  }

  @Test
  void refusesStandardInputForTwoPasswords() throws Exception {
    run("verify", "--password-file", "-", "--password-file", "-", vector("v2-salt-first"))
        .refused(2, "Usage", "Standard input (-) can be read once");
  }
}
