package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What became of a backup's file at one destination. */
@JsonClassDescription("What became of the file at one destination.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DestinationStatus(
    @JsonPropertyDescription("Name of the destination.") String name,
    @JsonPropertyDescription(
            "Stored when the file is there whole, Failed when it is not there, Pending when the"
                + " destination was added later and the file is yet to be brought there.")
        String state,
    @JsonPropertyDescription("Where the file is, for people.") String location,
    @JsonPropertyDescription("Size of the file there in bytes.") Long sizeBytes,
    @JsonPropertyDescription("When it came to this state, RFC 3339.") String time,
    @JsonPropertyDescription("Jobs that have tried to bring the file there.") Integer attempts,
    @JsonPropertyDescription("Why the file is not there.") FailureStatus failure,
    @JsonPropertyDescription(
            "Room in bytes that was left there when the file was stored, where that is known.")
        Long freeBytes,
    @JsonPropertyDescription(
            "Room in bytes that there is in all, where the destination says so, as the cloud backup"
                + " service does.")
        Long quotaBytes) {
  /** The file is there. */
  public static final String STORED = "Stored";

  /** The file is not there. */
  public static final String FAILED = "Failed";

  /** The destination was added after the backup, and nobody has tried to bring the file there. */
  public static final String PENDING = "Pending";
}
