package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Whether a destination can be used. */
@JsonClassDescription("Whether a destination can be used.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreflightDestination(
    @JsonPropertyDescription("Name of the destination.") String name,
    @JsonPropertyDescription(
            "Whether a file was written there, read back and deleted, and the next backup fits.")
        Boolean ready,
    @JsonPropertyDescription("Room that is left there in bytes, where that is known.")
        Long freeBytes,
    @JsonPropertyDescription("Why it cannot be used.") FailureStatus failure) {}
