package io.proxpanel.backup.agent.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileHeaderTest {
  private static final String V1 = "PROXPANEL_ENCRYPTED_BACKUP_V1\n";
  private static final String V2 = "PROXPANEL_ENCRYPTED_BACKUP_V2\n";

  /** So long may a licence key be that its line ends with the 200th byte of the file. */
  private static final int LONGEST_KEY = 157;

  @Test
  void readsFirstVersionWithoutLicence() throws Exception {
    assertThat(read(V1 + "noise"))
        .isEqualTo(new FileHeader(BackupFormat.ProxPanelV1, null, V1.length()));
  }

  @Test
  void readsLicenceKeyOfSecondVersionAndNothingAfterIt() throws Exception {
    ByteArrayInputStream in = stream(V2 + "LICENSE_KEY=PROXP-1\n\nnonce");

    FileHeader header = FileHeader.read(in, "f");

    assertThat(header).isEqualTo(new FileHeader(BackupFormat.ProxPanelV2, "PROXP-1", 50));
    assertThat(header.version()).isEqualTo(2);
    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("\nnonce");
  }

  @Test
  void readsLicenceLineThatEndsWithTheTwoHundredthByte() throws Exception {
    String key = "K".repeat(LONGEST_KEY);

    FileHeader header = read(V2 + "LICENSE_KEY=" + key + "\nnoise");

    assertThat(header.licenseKey()).isEqualTo(key);
    assertThat(header.length()).isEqualTo(200);
  }

  @Test
  void refusesLicenceLineThatEndsOneByteLater() {
    refuses(
        V2 + "LICENSE_KEY=" + "K".repeat(LONGEST_KEY + 1) + "\nnoise",
        ErrorCode.LicenseLineMissing,
        "f has no line LICENSE_KEY= that ends within its first 200 bytes, as every V2 backup has:"
            + " its header is damaged; take another copy.");
  }

  @Test
  void refusesSecondVersionWithoutLicenceLine() {
    refuses(V2 + "\u0001".repeat(300), ErrorCode.LicenseLineMissing, "no line LICENSE_KEY=");
    refuses(V2 + "no licence\n" + "x".repeat(300), ErrorCode.LicenseLineMissing, "LICENSE_KEY=");
  }

  @Test
  void saysThatAnEmptyFileIsEmpty() {
    refuses("", ErrorCode.NotABackupFile, "f is empty: it is not a ProxPanel backup.");
  }

  @Test
  void saysWhatABackupStartsWith() {
    refuses(
        "PGDMP and so on, a plain archive of pg_dump",
        ErrorCode.NotABackupFile,
        "f is not a ProxPanel backup: its first line is neither PROXPANEL_ENCRYPTED_BACKUP_V1 nor"
            + " PROXPANEL_ENCRYPTED_BACKUP_V2.");
  }

  @Test
  void saysThatAnotherVersionIsNotKnown() {
    refuses(
        "PROXPANEL_ENCRYPTED_BACKUP_V9\nLICENSE_KEY=K\n",
        ErrorCode.NotABackupFile,
        "f is not a ProxPanel backup of a version that is known here: its first line is neither"
            + " PROXPANEL_ENCRYPTED_BACKUP_V1 nor PROXPANEL_ENCRYPTED_BACKUP_V2.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"P", "PROXPANEL_ENCRYPTED_BACKUP_V", "PROXPANEL_ENCRYPTED_BACKUP_V2"})
  void saysThatAFileWasCutInItsFirstLine(String start) {
    refuses(
        start,
        ErrorCode.FileTruncated,
        "f ends after "
            + start.length()
            + " bytes, inside its first line: it was cut; take a whole copy.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LIC", "LICENSE_KEY=", "LICENSE_KEY=PROXP-7K2QM"})
  void saysThatAFileWasCutInItsLicenceLine(String start) {
    refuses(
        V2 + start,
        ErrorCode.FileTruncated,
        "f ends after "
            + (V2.length() + start.length())
            + " bytes, inside its licence line: it was cut; take a whole copy.");
  }

  @Test
  void writesTheHeaderThatItReads() throws Exception {
    for (String key : new String[] {null, "PROXP-7K2QM", "K".repeat(LONGEST_KEY)}) {
      FileHeader header = FileHeader.v2(key);

      assertThat(header.encode()).hasSize(header.length());
      assertThat(FileHeader.read(new ByteArrayInputStream(header.encode()), "f")).isEqualTo(header);
      assertThat(header.licenseKey()).isEqualTo(key == null ? "UNKNOWN" : key);
    }
  }

  @Test
  void ofALicenceKeyThereIsNothingToTellButAFingerprint() throws Exception {
    assertThat(FileHeader.v2("PROXP-TEST").licenseFingerprint()).isEqualTo("1e12d2e5f902");
    assertThat(FileHeader.v2("PROXP-TESU").licenseFingerprint())
        .matches("[0-9a-f]{12}")
        .isNotEqualTo("1e12d2e5f902");
    assertThat(FileHeader.v2(null).licenseFingerprint()).isNull();
    assertThat(new FileHeader(BackupFormat.ProxPanelV1, null, 30).licenseFingerprint()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\nbreak", "return\r", "caf\u00e9", "nul\u0000"})
  void refusesToWriteLicenceKeyThatBreaksTheLine(String key) {
    assertThatThrownBy(() -> FileHeader.v2(key))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "The licence key is empty or has a space, a line break or a character beyond ASCII:"
                + " write it as the licence server shows it.")
        .extracting("code")
        .isEqualTo(ErrorCode.LicenseKeyInvalid);
  }

  @Test
  void refusesToWriteLicenceKeyThatReadersWouldNotFind() {
    assertThatThrownBy(() -> FileHeader.v2("K".repeat(LONGEST_KEY + 1)))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "The licence key has 158 characters and a backup's header holds at most 157: write it"
                + " as the licence server shows it.");
  }

  private static void refuses(String content, ErrorCode code, String sentence) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(sentence)
        .extracting("code")
        .isEqualTo(code);
  }

  private static FileHeader read(String content) throws Exception {
    return FileHeader.read(stream(content), "f");
  }

  private static ByteArrayInputStream stream(String content) {
    return new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1));
  }
}
