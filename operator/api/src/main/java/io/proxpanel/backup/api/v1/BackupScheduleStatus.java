package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;

/** How a BackupSchedule stands. Written by the operator only. */
@JsonClassDescription("How the BackupSchedule stands. Written by the operator only.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BackupScheduleStatus {
  @PrinterColumn(name = "FREQUENCY", priority = 0)
  @JsonPropertyDescription("How often a Backup is made, for people.")
  public String frequency;

  @PrinterColumn(name = "AT", priority = 0)
  @JsonPropertyDescription("When in the day and in which time zone, for people.")
  public String at;

  @JsonPropertyDescription(
      "Since when due times count: when the schedule was created, or its times last changed, or it"
          + " was resumed, RFC 3339.")
  public String countsSince;

  @JsonPropertyDescription("The last due time that was acted on, RFC 3339.")
  public String lastScheduleTime;

  @JsonPropertyDescription("When a Backup of this schedule last succeeded, RFC 3339.")
  public String lastSuccessfulTime;

  @JsonPropertyDescription("The next due time, RFC 3339.")
  public String nextScheduleTime;

  @PrinterColumn(name = "NEXT", priority = 0)
  @JsonPropertyDescription("The next due time as the clock of the time zone shows it.")
  public String next;

  @JsonPropertyDescription("Names of the Backups that have not ended, at most 100.")
  public List<String> active = new ArrayList<>();

  @PrinterColumn(name = "LAST BACKUP", priority = 1)
  @JsonPropertyDescription("Name of the Backup that was made last.")
  public String lastBackup;

  @JsonPropertyDescription("The last Backup that was counted: the time of its end and its name.")
  public String counted;

  @PrinterColumn(name = "FAILURES", priority = 1)
  @JsonPropertyDescription("How many Backups have failed since the last one that succeeded.")
  public Integer consecutiveFailures;

  @PrinterColumn(name = "MISSED", priority = 1)
  @JsonPropertyDescription("How many due times were missed.")
  public Long missed;

  @JsonPropertyDescription("The last due time that was missed, RFC 3339.")
  public String lastMissedTime;

  @PrinterColumn(name = "KEPT", priority = 0)
  @JsonPropertyDescription("How many good backups there are.")
  public Integer kept;

  @JsonPropertyDescription("What retention keeps and what it will delete.")
  public RetentionStatus retention;

  @JsonPropertyDescription(
      "What came of trying what the Backups will need: when the schedule was made, when it or a"
          + " Secret that it names was changed, and again until all of it is good.")
  public PreflightStatus preflight;

  @JsonPropertyDescription("How the bringing of files to added destinations stands.")
  public SyncStatus sync;

  @JsonPropertyDescription("How the last due time went, where the schedule backs up tenants.")
  public TenantRunStatus tenants;

  @JsonPropertyDescription("How the MikrotikBackups went, where the schedule makes Backups too.")
  public RouterRunStatus routers;

  @JsonPropertyDescription("Why the last Backup that failed did.")
  public FailureStatus failure;

  @PrinterColumn(name = "MESSAGE", priority = 0)
  @JsonPropertyDescription("What is wrong, or what was done about the last due time.")
  public String message;

  @JsonPropertyDescription("Generation of the spec that this status is about.")
  public Long observedGeneration;

  @JsonPropertyDescription(
      "Ready: whether Backups can be made. Healthy: whether the last one that ended succeeded."
          + " Restorable: whether their role can restore all that they take.")
  public List<Condition> conditions = new ArrayList<>();
}
