package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;

/** How a Backup stands. Written by the operator only. */
@JsonClassDescription("How the Backup stands. Written by the operator only.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BackupStatus extends StoredStatus {
  @JsonPropertyDescription("How far it has come, while it runs; at most every ten seconds.")
  public ProgressStatus progress;

  @JsonPropertyDescription("Size of the archive inside the file in bytes.")
  public Long archiveBytes;

  @PrinterColumn(name = "FORMAT", priority = 1)
  @JsonPropertyDescription("Format of the file.")
  public String format;

  @PrinterColumn(name = "KEY ORDER", priority = 1)
  @JsonPropertyDescription("How the key is made of the password.")
  public KeyOrder keyOrder;

  @JsonPropertyDescription(
      "First 12 hexadecimal digits of the SHA-256 of the licence key in the file's header: the same"
          + " for all files of a panel. The key itself is as good as a password.")
  public String licenseFingerprint;

  @PrinterColumn(name = "SERVER", priority = 1)
  @JsonPropertyDescription("Version of the database server.")
  public String serverVersion;

  @JsonPropertyDescription("Version of the pg_dump that was used.")
  public String clientVersion;

  @JsonPropertyDescription("Size of the database on the server's disk in bytes.")
  public Long databaseBytes;

  @JsonPropertyDescription("Search path of the role that dumped it, with which a Restore runs.")
  public String searchPath;

  @JsonPropertyDescription("What the archive holds.")
  public ArchiveStatus archive;

  @Override
  public Long fileBytes() {
    return sizeBytes;
  }
}
