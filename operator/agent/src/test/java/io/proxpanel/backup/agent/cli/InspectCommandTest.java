package io.proxpanel.backup.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InspectCommandTest extends CommandTest {
  @Test
  void saysWhatStandsInClearInASecondVersion() throws Exception {
    CommandRun run = run("inspect", vector("v2-salt-first"));

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.json().get("file")).isEqualTo(vector("v2-salt-first"));
    assertThat(run.json().get("format")).isEqualTo("ProxPanelV2");
    assertThat(run.json().get("version")).isEqualTo(2);
    assertThat(run.json().get("licenseKey")).isEqualTo("PROXP-7K2QM-4HX9D-ZT6VB-1W8NC");
    assertThat(run.json().get("sizeBytes")).isEqualTo(15379);
    assertThat(run.json().get("encryptedBytes")).isEqualTo(15279);
    assertThat(run.text()).contains("\"error\" : null");
  }

  @Test
  void saysThatAFirstVersionHasNoLicence() throws Exception {
    CommandRun run = run("inspect", vector("v1-salt-first"));

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("format")).isEqualTo("ProxPanelV1");
    assertThat(run.json().get("version")).isEqualTo(1);
    assertThat(run.text()).contains("\"licenseKey\" : null");
  }

  @Test
  void countsStandardInput() throws Exception {
    CommandRun run =
        CommandRun.withInput(scratch, vectorBytes("v2-unknown-license"), "inspect", "-");

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("file")).isEqualTo("standard input");
    assertThat(run.json().get("licenseKey")).isEqualTo("UNKNOWN");
    assertThat(run.json().get("sizeBytes")).isEqualTo(15357);
  }

  @Test
  void saysOfACutFileWhatStillStandsThere() throws Exception {
    CommandRun run = run("inspect", vector("bad-tag-only"));

    run.refused(
        4,
        "FileTruncated",
        "bad-tag-only.proisp.bak has 40 bytes, and the shortest whole backup with its header has"
            + " 58: it was cut; take a whole copy.");
    assertThat(run.json().get("format")).isEqualTo("ProxPanelV1");
    assertThat(run.json().get("sizeBytes")).isEqualTo(40);
    assertThat(run.text()).contains("\"encryptedBytes\" : null");
  }

  @Test
  void refusesAnEmptyFile() throws Exception {
    run("inspect", vector("bad-empty"))
        .refused(
            3, "NotABackupFile", "bad-empty.proisp.bak is empty: it is not a ProxPanel backup.");
  }

  @Test
  void refusesEmptyStandardInput() throws Exception {
    run("inspect", "-")
        .refused(3, "NotABackupFile", "standard input is empty: it is not a ProxPanel backup.");
  }

  @Test
  void refusesAnotherFirstLine() throws Exception {
    run("inspect", vector("bad-magic"))
        .refused(
            3,
            "NotABackupFile",
            "is not a ProxPanel backup of a version that is known here: its first line is neither"
                + " PROXPANEL_ENCRYPTED_BACKUP_V1 nor PROXPANEL_ENCRYPTED_BACKUP_V2.");
  }

  @Test
  void refusesAMissingLicenceLine() throws Exception {
    run("inspect", vector("bad-no-license-line"))
        .refused(
            3,
            "LicenseLineMissing",
            "has no line LICENSE_KEY= that ends within its first 200 bytes");
  }

  @Test
  void refusesALicenceLineThatIsTooLong() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("long"),
            "PROXPANEL_ENCRYPTED_BACKUP_V2\nLICENSE_KEY=" + "K".repeat(200) + "\n");

    run("inspect", file.toString())
        .refused(
            3,
            "LicenseLineMissing",
            "has no line LICENSE_KEY= that ends within its first 200 bytes");
  }

  @Test
  void refusesAFileCutInItsFirstLine() throws Exception {
    Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(vectorBytes("v2-salt-first"), 20));

    run("inspect", file.toString())
        .refused(4, "FileTruncated", "cut ends after 20 bytes, inside its first line:");
  }

  @Test
  void saysThatAFileDoesNotExist() throws Exception {
    CommandRun run = run("inspect", folder.resolve("none").toString());

    run.refused(5, "FileMissing", folder.resolve("none") + " does not exist: check the name.");
    assertThat(run.json().get("file")).isEqualTo(folder.resolve("none").toString());
  }

  @Test
  void saysThatAFolderIsNoFile() throws Exception {
    run("inspect", folder.toString())
        .refused(5, "InputOutput", folder + " is a folder: name a file in it.");
  }

  @Test
  void saysThatANameIsNone() throws Exception {
    run("inspect", "nul\0byte")
        .refused(5, "FileMissing", "cannot be the name of a file: check the name.");
  }
}
