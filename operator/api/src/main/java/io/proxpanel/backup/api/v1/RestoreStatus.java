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
public class RestoreStatus {
  @PrinterColumn(name = "PHASE", priority = 0)
  @JsonPropertyDescription("Pending, Running, Succeeded or Failed.")
  public Phase phase;

  @PrinterColumn(name = "FROM", priority = 0)
  @JsonPropertyDescription("The Backup or the file that the data comes from.")
  public String from;

  @PrinterColumn(name = "INTO", priority = 0)
  @JsonPropertyDescription("The target, as database@host.")
  public String into;

  @PrinterColumn(name = "FILE", priority = 1)
  @JsonPropertyDescription("Name of the file.")
  public String fileName;

  @JsonPropertyDescription("SHA-256 of the file, hexadecimal.")
  public String sha256;

  @PrinterColumn(name = "FORMAT", priority = 1)
  @JsonPropertyDescription("Format of the file.")
  public String format;

  @JsonPropertyDescription("How the key was made of the password.")
  public KeyOrder keyOrder;

  @JsonPropertyDescription("Licence key in the file's header: the panel that the file is from.")
  public String sourceLicenseKey;

  @PrinterColumn(name = "SERVER", priority = 1)
  @JsonPropertyDescription("Version of the target server.")
  public String serverVersion;

  @JsonPropertyDescription("Version of the pg_restore that was used.")
  public String clientVersion;

  @JsonPropertyDescription("What the archive holds.")
  public ArchiveStatus archive;

  @JsonPropertyDescription("When the first Job started, RFC 3339.")
  public String startTime;

  @JsonPropertyDescription("When it ended, RFC 3339.")
  public String completionTime;

  @PrinterColumn(name = "DURATION", priority = 0)
  @JsonPropertyDescription("Time from start to end, for people.")
  public String duration;

  @JsonPropertyDescription("How many attempts were started.")
  public Integer attempts;

  @JsonPropertyDescription("Name of the last Job.")
  public String job;

  @JsonPropertyDescription("When a failed attempt is tried again, RFC 3339.")
  public String nextAttemptTime;

  @JsonPropertyDescription(
      "Transaction of an attempt whose end is not known; the next attempt asks the server.")
  public String transactionId;

  @PrinterColumn(name = "MESSAGE", priority = 0)
  @JsonPropertyDescription("What it waits for, what was done, or why it failed.")
  public String message;

  @JsonPropertyDescription("Why the last attempt failed.")
  public FailureStatus failure;

  @JsonPropertyDescription("Generation of the spec that this status is about.")
  public Long observedGeneration;

  @JsonPropertyDescription("Succeeded: True only when all of the data is back.")
  public List<Condition> conditions = new ArrayList<>();
}
