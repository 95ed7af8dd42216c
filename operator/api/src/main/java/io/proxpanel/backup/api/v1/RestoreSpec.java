package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What to bring back and where to. */
@JsonClassDescription("What to bring back and where to.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.database) || !has(self.source.file)",
    message = "a file does not say which database it is for: write database")
@ValidationRule(
    value = "has(self.database) || !has(self.source.keptDatabase)",
    message = "a kept database does not say which database it was: write database")
@ValidationRule(
    value =
        "!has(self.source.keptDatabase) || (!has(self.tenant) && !has(self.keys)"
            + " && (!has(self.mode) || self.mode in ['Auto', 'Swap']))",
    message =
        "a kept database comes back whole, by its name alone: leave out tenant and keys, and write"
            + " no mode but Swap")
@ValidationRule(
    value = "!has(self.tenant) || !has(self.mode) || self.mode in ['Auto', 'InPlace']",
    message =
        "a tenant is a part of a database, which stays where it is: write mode: InPlace, or leave it"
            + " out")
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
            + " && (!has(self.keys) || self.keys == oldSelf.keys)"
            + " && has(self.mode) == has(oldSelf.mode)"
            + " && (!has(self.mode) || self.mode == oldSelf.mode)"
            + " && has(self.keepOld) == has(oldSelf.keepOld)"
            + " && (!has(self.keepOld) || self.keepOld == oldSelf.keepOld)"
            + " && has(self.owners) == has(oldSelf.owners)"
            + " && (!has(self.owners) || self.owners == oldSelf.owners)"
            + " && has(self.connections) == has(oldSelf.connections)"
            + " && (!has(self.connections) || self.connections == oldSelf.connections)"
            + " && has(self.discardExcludedRows) == has(oldSelf.discardExcludedRows)"
            + " && (!has(self.discardExcludedRows)"
            + " || self.discardExcludedRows == oldSelf.discardExcludedRows)"
            + " && has(self.dropOutside) == has(oldSelf.dropOutside)"
            + " && (!has(self.dropOutside) || self.dropOutside == oldSelf.dropOutside)",
    message =
        "a Restore runs once and cannot change: create another Restore (jobTemplate can change)")
public record RestoreSpec(
    @Required @JsonPropertyDescription("Where the data comes from. Cannot change after creation.")
        RestoreSource source,
    @JsonPropertyDescription(
            "The database to restore into; it must exist, but for mode: NewDatabase. Default: the one"
                + " that the Backup was taken from. Cannot change after creation.")
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
    @Default("Auto")
        @JsonPropertyDescription(
            "How it is done: InPlace (in the database itself, in one transaction), Swap (into a new"
                + " database on the same server, which is checked and then takes the name of the old"
                + " one), NewDatabase (into a database that does not exist or is empty; no other is"
                + " touched) or Auto (Swap where all that it needs is there, else InPlace; status says"
                + " which and why). Cannot change after creation.")
        RestoreMode mode,
    @Default("1d")
        @Size(min = 1, max = 5)
        @ValidationRule(
            value = "self.matches('^(0|[1-9][0-9]{0,3}[smhd])$')",
            message = "write a number with s, m, h or d behind it, like 1d, or 0")
        @JsonPropertyDescription(
            "How long the database that a Swap has replaced is kept under another name, like 12h or"
                + " 7d; 0 drops it at once. It takes as much room on the server as before. Cannot"
                + " change after creation.")
        String keepOld,
    @Default("Keep")
        @JsonPropertyDescription(
            "To whom belongs what is restored: Keep (to whom it belonged, as far as the role that"
                + " restores may see to it) or Login (all of it to the role that restores). Cannot"
                + " change after creation.")
        RestoreOwners owners,
    @Default("Refuse")
        @JsonPropertyDescription(
            "What becomes of the database's other sessions during the restore: Refuse (they are"
                + " ended, as far as the role that restores may do that) or Leave (they are left"
                + " alone). Cannot change after creation.")
        RestoreConnections connections,
    @JsonPropertyDescription(
            "Whether rows may be lost that the target has and the backup left out"
                + " (excludeTableData), where the restored table cannot take them. Without it such a"
                + " restore is refused, and names the tables. Default: false. Cannot change after"
                + " creation.")
        Boolean discardExcludedRows,
    @Size(max = 100)
        @ValidationRule(value = NameRules.IN_SCHEMAS, message = NameRules.IN_SCHEMAS_MESSAGE)
        @JsonPropertyDescription(
            "Objects outside of what is restored, a view in another schema for instance, that may be"
                + " dropped because they depend on what is replaced; each as schema.name. A restore"
                + " that would drop any other is refused, and names it. Default: none. Cannot change"
                + " after creation.")
        List<@Size(max = 255) String> dropOutside,
    @JsonPropertyDescription("What to change about the Job. Applies to the next Job.")
        JobTemplate jobTemplate) {

  /** One that says nothing of how it is done. */
  public RestoreSpec(
      RestoreSource source,
      Database database,
      String confirmOverwrite,
      String tenant,
      RestoreKeys keys,
      JobTemplate jobTemplate) {
    this(
        source,
        database,
        confirmOverwrite,
        tenant,
        keys,
        null,
        null,
        null,
        null,
        null,
        null,
        jobTemplate);
  }
}
