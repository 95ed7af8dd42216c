package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A place for backup files. */
@JsonClassDescription("A place for backup files.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Destination(
    @Required
        @Size(max = 40)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?$')",
            message = "write a short name of lowercase letters, digits and -, like local")
        @JsonPropertyDescription("Name for this destination in status and messages.")
        String name,
    @Required @JsonPropertyDescription("A folder of a volume.") LocalDestination local) {}
