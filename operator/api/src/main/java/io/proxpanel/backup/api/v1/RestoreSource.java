package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the data comes from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.backupRef) ? 1 : 0) + (has(self.file) ? 1 : 0)"
            + " + (has(self.keptDatabase) ? 1 : 0) == 1",
    message = "write exactly one of backupRef, file and keptDatabase")
public record RestoreSource(
    @JsonPropertyDescription("A Backup of the same namespace.") BackupRef backupRef,
    @JsonPropertyDescription(
            "A file on a volume or a server, written by this operator or by a ProxPanel server.")
        FileSource file,
    @Size(min = 1, max = NameRules.POSTGRES_LONGEST)
        @JsonPropertyDescription(
            "The database that an earlier Restore by Swap has replaced and kept, by the name that"
                + " status.keptDatabase of that Restore says: it gets its own name again, and the one"
                + " that has it now is kept instead.")
        String keptDatabase) {

  /** A Backup, or a file. */
  public RestoreSource(BackupRef backupRef, FileSource file) {
    this(backupRef, file, null);
  }
}
