package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One key of a ConfigMap in the namespace of the resource. */
@JsonClassDescription("One key of a ConfigMap in the same namespace.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigMapKeyRef(
    @Required
        @Size(max = 253)
        @ValidationRule(
            value = NameRules.OBJECT,
            message = "write the name of a ConfigMap " + NameRules.OBJECT_MESSAGE)
        @JsonPropertyDescription("Name of a ConfigMap in the same namespace.")
        String name,
    @Required
        @Size(max = 253)
        @ValidationRule(value = NameRules.KEY, message = NameRules.KEY_MESSAGE)
        @JsonPropertyDescription("Key of the ConfigMap whose value is used.")
        String key) {}
