package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the data comes from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.backupRef) != has(self.file)",
    message = "write exactly one of backupRef and file")
public record RestoreSource(
    @JsonPropertyDescription("A Backup of the same namespace.") BackupRef backupRef,
    @JsonPropertyDescription(
            "A file on a volume or a server, written by this operator or by a ProxPanel server.")
        FileSource file) {}
