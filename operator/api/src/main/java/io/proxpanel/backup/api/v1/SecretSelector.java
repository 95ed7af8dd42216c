package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Labels that Secrets have, as Kubernetes' own label selectors say it. All of it must be true. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.matchLabels) && size(self.matchLabels) > 0)"
            + " || (has(self.matchExpressions) && size(self.matchExpressions) > 0)",
    message =
        "write matchLabels or matchExpressions: an empty selector would take every Secret of the"
            + " namespace")
public record SecretSelector(
    @Size(max = 16)
        @ValidationRule(value = NameRules.LABELS, message = NameRules.LABELS_MESSAGE)
        @JsonPropertyDescription("Labels with their values, all of which a Secret must have.")
        Map<String, @Size(max = 63) String> matchLabels,
    @Size(max = 16) @JsonPropertyDescription("What else must be true of a Secret's labels.")
        List<LabelRequirement> matchExpressions) {}
