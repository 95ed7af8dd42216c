package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A place for backup files. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Destination(
    @Required
        @Size(min = 1, max = 40)
        @Pattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
        @JsonPropertyDescription("Name for this destination in status and messages.")
        String name,
    @Required @JsonPropertyDescription("A folder of a volume.") LocalDestination local) {}
