package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Names a BackupSchedule of the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScheduleRef(
    @Required
        @Size(max = 253)
        @ValidationRule(
            value = NameRules.OBJECT,
            message = "write the name of a BackupSchedule " + NameRules.OBJECT_MESSAGE)
        @JsonPropertyDescription("Name of the BackupSchedule.")
        String name) {}
