package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A folder of a volume. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LocalDestination(
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Name of a PersistentVolumeClaim in the same namespace.")
        String claimName,
    @Size(max = 1024)
        @ValidationRule(
            value = "!self.startsWith('/') && !self.split('/').exists(p, p == '..')",
            message = "write a folder below the volume's root, without a leading / and without ..")
        @JsonPropertyDescription(
            "Folder below the root of the volume; it must exist. Default: the root.")
        String path) {}
