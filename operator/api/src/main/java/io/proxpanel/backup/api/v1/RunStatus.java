package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;

/** How something stands that runs in attempts until it succeeds or fails. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public abstract class RunStatus {
  @PrinterColumn(name = "PHASE", priority = 0)
  @JsonPropertyDescription("Pending, Running, Succeeded, PartiallySucceeded or Failed.")
  public Phase phase;

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

  @PrinterColumn(name = "MESSAGE", priority = 0)
  @JsonPropertyDescription("What it waits for, what was done, or why it failed.")
  public String message;

  @JsonPropertyDescription("Why the last attempt failed.")
  public FailureStatus failure;

  @JsonPropertyDescription("Generation of the spec that this status is about.")
  public Long observedGeneration;
}
