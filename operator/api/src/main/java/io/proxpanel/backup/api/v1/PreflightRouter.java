package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A router that cannot be logged in to. */
@JsonClassDescription("A router that cannot be logged in to.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreflightRouter(
    @JsonPropertyDescription("Name of the router.") String name,
    @JsonPropertyDescription("Why it cannot be logged in to.") FailureStatus failure) {}
