package io.proxpanel.backup.agent.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.EncryptingOutputStream;
import io.proxpanel.backup.agent.format.FileHeader;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.TaskResult;

/**
 * What verify, decrypt and encrypt say of a file. What is not known is null.
 *
 * @param file the backup file as it was named
 * @param format of the file
 * @param version 1 or 2
 * @param licenseKey in the header; null in a V1 file
 * @param sizeBytes length of the file
 * @param sha256 of the file, hexadecimal
 * @param keyOrder that opens it
 * @param passwordFrom where the password that opens it came from
 * @param plaintextBytes length of what is inside
 * @param plaintextSha256 of what is inside, hexadecimal
 * @param archive counts from its table of contents, where an archive of pg_dump is inside and the
 *     verb looked
 * @param error what went wrong, or null
 */
@JsonPropertyOrder({"file", "format", "version"})
record FileReport(
    String file,
    BackupFormat format,
    Integer version,
    String licenseKey,
    Long sizeBytes,
    String sha256,
    KeyOrder keyOrder,
    String passwordFrom,
    Long plaintextBytes,
    String plaintextSha256,
    @JsonInclude(JsonInclude.Include.NON_NULL) TaskResult.Archive archive,
    Failure error) {

  static FileReport opened(String file, BackupFile.Opened opened, TaskResult.Archive archive) {
    FileHeader header = opened.header();
    return new FileReport(
        file,
        header.format(),
        header.version(),
        header.licenseKey(),
        opened.sizeBytes(),
        opened.sha256(),
        opened.key().order(),
        opened.key().origin(),
        opened.plaintextBytes(),
        opened.plaintextSha256(),
        archive,
        null);
  }

  static FileReport written(String file, EncryptingOutputStream written, KeyCandidate key) {
    return opened(
        file,
        new BackupFile.Opened(
            written.header(),
            key,
            written.sizeBytes(),
            written.sha256(),
            written.plaintextBytes(),
            written.plaintextSha256()),
        null);
  }

  /** The same, with what is wrong with the plaintext of an authentic file. */
  FileReport withError(Failure failure) {
    return new FileReport(
        file,
        format,
        version,
        licenseKey,
        sizeBytes,
        sha256,
        keyOrder,
        passwordFrom,
        plaintextBytes,
        plaintextSha256,
        archive,
        failure);
  }

  static FileReport failed(String file, Failure error) {
    return new FileReport(file, null, null, null, null, null, null, null, null, null, null, error);
  }
}
