package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Why the last attempt failed. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureStatus(
    @JsonPropertyDescription("Code from the list in crds/README.md.") String code,
    @JsonPropertyDescription("What happened, why, and what to do.") String message) {}
