package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How much of a file a destination has got. */
@JsonClassDescription("How much of the file a destination has got.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CopyProgress(
    @JsonPropertyDescription("Name of the destination.") String name,
    @JsonPropertyDescription("Bytes of the file that it has got.") Long bytes) {}
