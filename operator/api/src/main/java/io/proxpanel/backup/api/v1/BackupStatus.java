package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a Backup stands. Written by the operator only. */
@JsonClassDescription("How the Backup stands. Written by the operator only.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BackupStatus extends RunStatus {
  @PrinterColumn(name = "FILE", priority = 1)
  @JsonPropertyDescription("Name of the file, decided before the first Job starts.")
  public String fileName;

  @JsonPropertyDescription("Where the file is, for people.")
  public String location;

  @PrinterColumn(name = "COPIES", priority = 1)
  @JsonPropertyDescription("At how many of its destinations the file is, for people.")
  public String copies;

  @JsonPropertyDescription("What became of the file at each destination.")
  public List<DestinationStatus> destinations;

  @JsonPropertyDescription("How far it has come, while it runs; at most every ten seconds.")
  public ProgressStatus progress;

  @JsonPropertyDescription("How the making of missing copies stands.")
  public CopyingStatus copying;

  @PrinterColumn(name = "SIZE", priority = 0)
  @JsonPropertyDescription("Size of the file, for people.")
  public String size;

  @JsonPropertyDescription("Size of the file in bytes.")
  public Long sizeBytes;

  @JsonPropertyDescription("SHA-256 of the file, hexadecimal.")
  public String sha256;

  @JsonPropertyDescription("Size of the archive inside the file in bytes.")
  public Long archiveBytes;

  @PrinterColumn(name = "FORMAT", priority = 1)
  @JsonPropertyDescription("Format of the file.")
  public String format;

  @PrinterColumn(name = "KEY ORDER", priority = 1)
  @JsonPropertyDescription("How the key is made of the password.")
  public KeyOrder keyOrder;

  @JsonPropertyDescription("Licence key in the file's header.")
  public String licenseKey;

  @PrinterColumn(name = "SERVER", priority = 1)
  @JsonPropertyDescription("Version of the database server.")
  public String serverVersion;

  @JsonPropertyDescription("Version of the pg_dump that was used.")
  public String clientVersion;

  @JsonPropertyDescription("Size of the database on the server's disk in bytes.")
  public Long databaseBytes;

  @JsonPropertyDescription("What the archive holds.")
  public ArchiveStatus archive;

  @PrinterColumn(name = "KEPT BECAUSE", priority = 1)
  @JsonPropertyDescription("Why retention of the schedule keeps this Backup.")
  public String keptBecause;

  @JsonPropertyDescription(
      "Succeeded: True only when the file is stored and was read back. AllCopiesStored: True when"
          + " it is at every destination. FilesDeleted: while the resource is being deleted.")
  public List<Condition> conditions = new ArrayList<>();

  /** What is known of the destination of that name. */
  public Optional<DestinationStatus> destination(String name) {
    return Optional.ofNullable(destinations).orElse(List.of()).stream()
        .filter(each -> name.equals(each.name()))
        .findFirst();
  }
}
