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
        @Size(max = 253)
        @ValidationRule(
            value = NameRules.OBJECT,
            message = "write the name of a PersistentVolumeClaim " + NameRules.OBJECT_MESSAGE)
        @JsonPropertyDescription("Name of a PersistentVolumeClaim in the same namespace.")
        String claimName,
    @Size(max = 1024)
        @ValidationRule(
            value =
                "self == '' || (self.matches('^[^[:cntrl:]]+$') && !self.contains('\\\\')"
                    + " && self.split('/').all(p, !(p in ['', '.', '..'])))",
            message =
                "write a folder below the volume's root, like panel/daily: no / at either end, no"
                    + " . or .. on the way, no backslash")
        @JsonPropertyDescription(
            "Folder below the root of the volume; it must exist. Default: the root.")
        String path) {}
