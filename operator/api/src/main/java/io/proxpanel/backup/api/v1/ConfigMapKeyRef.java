package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One key of a ConfigMap in the namespace of the resource. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigMapKeyRef(
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Name of a ConfigMap in the same namespace.")
        String name,
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Key of the ConfigMap whose value is used.")
        String key) {}
