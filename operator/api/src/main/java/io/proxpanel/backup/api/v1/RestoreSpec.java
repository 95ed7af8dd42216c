package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What to bring back and where to. */
@JsonClassDescription("What to bring back and where to.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.database) || !has(self.source.file)",
    message = "a file does not say which database it is for: write database")
@ValidationRule(
    value = "!has(self.database) || self.confirmOverwrite == self.database.name",
    fieldPath = ".confirmOverwrite",
    message =
        "confirmOverwrite must equal database.name, the database whose content will be replaced",
    messageExpression =
        "'confirmOverwrite is \"' + self.confirmOverwrite + '\" but the target database is \"'"
            + " + self.database.name + '\": write confirmOverwrite: ' + self.database.name"
            + " + ' to overwrite it'")
@ValidationRule(
    value =
        "self.source == oldSelf.source && self.confirmOverwrite == oldSelf.confirmOverwrite"
            + " && has(self.database) == has(oldSelf.database)"
            + " && (!has(self.database) || self.database == oldSelf.database)"
            + " && has(self.tenant) == has(oldSelf.tenant)"
            + " && (!has(self.tenant) || self.tenant == oldSelf.tenant)"
            + " && has(self.keys) == has(oldSelf.keys)"
            + " && (!has(self.keys) || self.keys == oldSelf.keys)",
    message =
        "a Restore runs once and cannot change: create another Restore (jobTemplate can change)")
public record RestoreSpec(
    @Required @JsonPropertyDescription("Where the data comes from. Cannot change after creation.")
        RestoreSource source,
    @JsonPropertyDescription(
            "The database to restore into; it must exist. Default: the one that the Backup was"
                + " taken from. Cannot change after creation.")
        Database database,
    @Required
        @Size(min = 1, max = NameRules.POSTGRES_LONGEST)
        @JsonPropertyDescription(
            "Name of the target database, once more: its content is replaced by the backup's."
                + " Cannot change after creation.")
        String confirmOverwrite,
    @Size(min = 1, max = NameRules.TENANT_LONGEST)
        @ValidationRule(value = NameRules.TENANT, message = NameRules.TENANT_MESSAGE)
        @JsonPropertyDescription(
            "The tenant whose schema alone is restored, by its slug; a file that holds anything else"
                + " is refused. Default: that of the Backup. Cannot change after creation.")
        String tenant,
    @JsonPropertyDescription("What may open the file. Cannot change after creation.")
        RestoreKeys keys,
    @JsonPropertyDescription("What to change about the Job. Applies to the next Job.")
        JobTemplate jobTemplate) {}
