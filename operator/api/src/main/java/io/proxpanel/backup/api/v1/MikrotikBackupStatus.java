package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import java.util.List;

/** How a MikrotikBackup stands. Written by the operator only. */
@JsonClassDescription("How the MikrotikBackup stands. Written by the operator only.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class MikrotikBackupStatus extends StoredStatus {
  @PrinterColumn(name = "ROUTERS", priority = 0)
  @JsonPropertyDescription("Of how many routers the configuration is stored, for people.")
  public String good;

  @PrinterColumn(name = "CHANGED", priority = 0)
  @JsonPropertyDescription("Of how many routers the configuration differs from the last good one.")
  public Integer changed;

  @JsonPropertyDescription("How many routers failed.")
  public Integer failed;

  @JsonPropertyDescription(
      "How many routers have not changed and have their archives in older MikrotikBackups, those of"
          + " refersTo.")
  public Integer unchanged;

  @JsonPropertyDescription(
      "The older MikrotikBackups that have the archives of routers that have not changed. Their"
          + " files stay while this one is there.")
  public List<MikrotikBackupRef> refersTo;

  @JsonPropertyDescription(
      "True where retention keeps it only because others refer to it: then those that it refers to"
          + " itself may go.")
  public Boolean keptForOthers;

  @JsonPropertyDescription("Length of the list of archives in bytes, the file named by fileName.")
  public Long listBytes;

  @JsonPropertyDescription("What became of each router.")
  public List<RouterStatus> routers;

  @Override
  public Long fileBytes() {
    return listBytes;
  }

  /** The UIDs of those that it refers to. */
  public List<String> referred() {
    return refersTo == null ? List.of() : refersTo.stream().map(MikrotikBackupRef::uid).toList();
  }
}
