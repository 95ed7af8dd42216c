package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Routers of which each has a Secret of its own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterSecrets(
    @Required
        @JsonPropertyDescription(
            "Labels of the Secrets: each Secret of this namespace that has them is a router of its"
                + " name, 500 at most.")
        SecretSelector selector) {}
