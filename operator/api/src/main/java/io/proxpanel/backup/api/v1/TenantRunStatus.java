package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import java.util.ArrayList;
import java.util.List;

/** How the last due time of a schedule that backs up tenants went. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class TenantRunStatus {
  /** Where such a run is. */
  public enum State {
    /** A Job asks the database for its tenants. */
    Discovering,
    /** The Backups are made, and not all have ended. */
    Running,
    /** All Backups have ended. */
    Done,
    /** The tenants could not be found out. */
    Failed,
    /** The schedule was suspended before the tenants were found out. */
    Stopped
  }

  @JsonPropertyDescription("The due time that this is about, RFC 3339.")
  public String dueTime;

  @JsonPropertyDescription(
      "Discovering: a Job asks the database for its tenants. Running: not all Backups have ended."
          + " Done: all have. Failed: the tenants could not be found out. Stopped: the schedule was"
          + " suspended before.")
  public State state;

  @PrinterColumn(name = "TENANTS", priority = 1)
  @JsonPropertyDescription("How it stands, in a few words.")
  public String summary;

  @JsonPropertyDescription("Number of the attempt to find out the tenants, from 1.")
  public Integer attempt;

  @JsonPropertyDescription("When the tenants are asked for again, RFC 3339.")
  public String nextAttemptTime;

  @JsonPropertyDescription("How many tenants were found.")
  public Integer found;

  @JsonPropertyDescription("How many of their Backups have succeeded.")
  public Integer succeeded;

  @JsonPropertyDescription("How many of their Backups have failed.")
  public Integer failed;

  @JsonPropertyDescription("Slugs of the tenants whose Backups have failed, at most 50.")
  public List<String> failedTenants = new ArrayList<>();

  @JsonPropertyDescription("How many tenants cannot be backed up.")
  public Integer refused;

  @JsonPropertyDescription(
      "Tenants that cannot be backed up, and why, at most 20: their name is none that a schema or"
          + " a file can safely have, or the API server refuses their Backup.")
  public List<String> refusedTenants = new ArrayList<>();

  @JsonPropertyDescription("What is waited for.")
  public String waitingFor;
}
