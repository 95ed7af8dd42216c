package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How the making of missing copies stands. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CopyingStatus(
    @JsonPropertyDescription("Jobs that were started to make missing copies.") Integer attempts,
    @JsonPropertyDescription("When the next one starts, RFC 3339; none while one is under way.")
        String nextTime,
    @JsonPropertyDescription("Name of the last one.") String job) {}
