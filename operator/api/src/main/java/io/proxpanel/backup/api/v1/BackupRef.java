package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names a Backup of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupRef(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Backup.")
        String name) {}
