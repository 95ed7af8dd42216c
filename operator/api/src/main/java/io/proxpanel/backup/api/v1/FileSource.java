package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A backup file on a volume. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileSource(
    @Required
        @Size(max = 255)
        @ValidationRule(
            value =
                "self.matches('^[^[:cntrl:]/]+$') && !self.contains('\\\\')"
                    + " && !(self in ['.', '..'])",
            message = "write the file's name alone, without a folder: the folder is local.path")
        @ValidationRule(
            value = "!self.endsWith('.manifest.json')",
            message = "write the name of the backup file, not of the manifest beside it")
        @JsonPropertyDescription("Name of the file, without a folder.")
        String name,
    @Required @JsonPropertyDescription("The folder of a volume that the file is in.")
        LocalDestination local) {}
