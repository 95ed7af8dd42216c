package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a resource stands whose files are stored at destinations. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public abstract class StoredStatus extends RunStatus {
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

  @JsonPropertyDescription("How the making of missing copies stands.")
  public CopyingStatus copying;

  @PrinterColumn(name = "SIZE", priority = 0)
  @JsonPropertyDescription("Size of what is stored, for people.")
  public String size;

  @JsonPropertyDescription("Size of what is stored in bytes.")
  public Long sizeBytes;

  @JsonPropertyDescription("SHA-256 of the file, hexadecimal.")
  public String sha256;

  @JsonPropertyDescription(
      "Whether it was made with the settings of its schedule: one that was not does not count there,"
          + " in retention least of all.")
  public Boolean ofSchedule;

  @PrinterColumn(name = "KEPT BECAUSE", priority = 1)
  @JsonPropertyDescription("Why retention of the schedule keeps it.")
  public String keptBecause;

  @JsonPropertyDescription(
      "Succeeded: True only when all of it is stored and was read back. AllCopiesStored: True when"
          + " it is at every destination. Restorable: of a database, whether the role that made it"
          + " can restore all of it. FilesDeleted: while the resource is being deleted.")
  public List<Condition> conditions = new ArrayList<>();

  /** What is known of the destination of that name. */
  public Optional<DestinationStatus> destination(String name) {
    return Optional.ofNullable(destinations).orElse(List.of()).stream()
        .filter(each -> name.equals(each.name()))
        .findFirst();
  }

  /** Length in bytes of the file of that name alone, or null while there is none. */
  public abstract Long fileBytes();
}
