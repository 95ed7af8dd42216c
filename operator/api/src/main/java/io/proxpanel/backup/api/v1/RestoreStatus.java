package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** How a Restore stands. Written by the operator only. */
@JsonClassDescription("How the Restore stands. Written by the operator only.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RestoreStatus extends RunStatus {
  @PrinterColumn(name = "FROM", priority = 0)
  @JsonPropertyDescription("The Backup or the file that the data comes from.")
  public String from;

  @PrinterColumn(name = "INTO", priority = 0)
  @JsonPropertyDescription("The target, as database@host.")
  public String into;

  @PrinterColumn(name = "FILE", priority = 1)
  @JsonPropertyDescription("Name of the file.")
  public String fileName;

  @JsonPropertyDescription("Name of the destination that the file was read from.")
  public String copy;

  @JsonPropertyDescription("SHA-256 of the file, hexadecimal.")
  public String sha256;

  @PrinterColumn(name = "FORMAT", priority = 1)
  @JsonPropertyDescription("Format of the file.")
  public String format;

  @JsonPropertyDescription("How the key was made of the password.")
  public KeyOrder keyOrder;

  @JsonPropertyDescription(
      "First 12 hexadecimal digits of the SHA-256 of the licence key in the file's header: the same"
          + " for all files of a panel.")
  public String sourceLicenseFingerprint;

  @PrinterColumn(name = "SERVER", priority = 1)
  @JsonPropertyDescription("Version of the target server.")
  public String serverVersion;

  @JsonPropertyDescription("Version of the pg_restore that was used.")
  public String clientVersion;

  @JsonPropertyDescription("What the archive holds.")
  public ArchiveStatus archive;

  @JsonPropertyDescription(
      "How it was done, or tried: InPlace, Swap or NewDatabase, as spec.mode has them.")
  public String mode;

  @JsonPropertyDescription("Why in this mode, where it was not asked for.")
  public String modeReason;

  @JsonPropertyDescription(
      "The database that was replaced, after a Swap. A Restore with its name in source.keptDatabase"
          + " brings it back.")
  public KeptDatabaseStatus keptDatabase;

  @JsonPropertyDescription(
      "Objects of the target that the backup does not have: they are gone once the Restore has"
          + " succeeded.")
  public DroppedStatus dropped;

  @JsonPropertyDescription(
      "The first things that are not as they were when they were dumped, once the data is back;"
          + " notRestoredCount says how many there are.")
  public List<NotRestored> notRestored;

  @JsonPropertyDescription(
      "How many things are not as they were when they were dumped, once the data is back. 0 means"
          + " that all is as it was; not there where that is not known.")
  public Integer notRestoredCount;

  @JsonPropertyDescription(
      "How many sessions of others the last attempt ended to have the database for itself.")
  public Integer endedSessions;

  @JsonPropertyDescription(
      "Transaction of an attempt whose end is not known; the next attempt asks the server.")
  public String transactionId;

  @JsonPropertyDescription("Succeeded: True only when all of the data is back.")
  public List<Condition> conditions = new ArrayList<>();
}
