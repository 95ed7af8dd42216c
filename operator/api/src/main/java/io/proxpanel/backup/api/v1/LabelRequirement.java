package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What must be true of one label. */
@JsonClassDescription("What must be true of one label.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0"
            + " : !has(self.values) || size(self.values) == 0",
    message = "write values with operator In and NotIn, and none with Exists and DoesNotExist")
public record LabelRequirement(
    @Required
        @Size(max = 317)
        @ValidationRule(
            value = NameRules.LABEL_KEY,
            message = "write the key of a label, like team or example.com/team")
        @JsonPropertyDescription("Key of the label.")
        String key,
    @Required
        @JsonPropertyDescription(
            "In: the label has one of the values. NotIn: it has none of them, or there is no such"
                + " label. Exists, DoesNotExist: whether there is such a label.")
        LabelOperator operator,
    @Size(max = 32)
        @ValidationRule(
            value = "self.all(v, v.matches('^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$'))",
            message = "write values of at most 63 letters, digits, -, _ and .")
        @JsonPropertyDescription("Values of the label, with operator In and NotIn.")
        List<@Size(max = 63) String> values) {}
