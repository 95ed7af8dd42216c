package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What to back up and where to. */
@JsonClassDescription("What to back up and where to.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "has(self.database) == has(self.destinations)"
            + " && (has(self.database) || has(self.fromSchedule))",
    message =
        "write database and destinations, or fromSchedule alone to take them from a"
            + " BackupSchedule")
@ValidationRule(
    value = "!has(self.tenant) || self.type == 'Full'",
    message = "the backup of a tenant is of type Full: leave type out")
public record BackupSpec(
    @JsonPropertyDescription(
            "The BackupSchedule that this Backup belongs to: its retention counts it, and where no"
                + " database is written the operator writes all of the schedule's settings into this"
                + " spec. Cannot change after creation.")
        ScheduleRef fromSchedule,
    @Default("Full")
        @JsonPropertyDescription(
            "What is backed up: all of the database (Full), or of a panel's tables, those that"
                + " exist, only what it does for its customers (Data: subscribers, services, nas,"
                + " resellers, transactions, invoices, prepaid_cards, sessions, radcheck, radreply,"
                + " radacct) or how it is set up (Config: users, settings, permissions,"
                + " permission_groups, communication_templates, communication_rules,"
                + " bandwidth_rules). Cannot change after creation.")
        BackupType type,
    @JsonPropertyDescription("The database to back up. Cannot change after creation.")
        Database database,
    @Size(min = 1, max = NameRules.TENANT_LONGEST)
        @ValidationRule(value = NameRules.TENANT, message = NameRules.TENANT_MESSAGE)
        @JsonPropertyDescription(
            "The tenant whose schema alone is backed up, by its slug: acme for the schema"
                + " tenant_acme. Default: the whole database. Cannot change after creation.")
        String tenant,
    @Default("[\"radius_logs\",\"radpostauth\",\"cpe_tasks\"]")
        @Size(max = 100)
        @ValidationRule(
            value =
                "self.all(t, t.matches('^[\\\\p{L}\\\\p{N}_$*-]+([.][\\\\p{L}\\\\p{N}_$*-]+)?$'))",
            message =
                "write each table as table or schema.table: letters, digits, _, $, - and *, without"
                    + " quotes or spaces")
        @ValidationRule(
            value = "self.all(t, !t.matches('^[*.]+$'))",
            message =
                "* alone would leave out the rows of every table: name the tables whose rows are"
                    + " left out")
        @JsonPropertyDescription(
            "Tables whose rows are left out while their definitions stay, as table or"
                + " schema.table, with * for any characters; upper and lower case count. A table"
                + " that does not exist is no error. Write [] to leave nothing out. Default: radius_logs, radpostauth and"
                + " cpe_tasks. Cannot change after creation.")
        List<@Size(max = 140) String> excludeTableData,
    @JsonPropertyDescription("How the file is encrypted. Cannot change after creation.")
        Encryption encryption,
    @Size(min = 1, max = 8)
        @JsonPropertyDescription(
            "Where the file is stored: one to eight places. The backup succeeds when one of them"
                + " has it. After creation more can be added at the end, which get the file from"
                + " those that have it; nothing else can change.")
        List<Destination> destinations,
    @Default("Delete")
        @JsonPropertyDescription(
            "Whether deleting this resource deletes the file (Delete) or leaves it where it is"
                + " (Retain). Can change at any time.")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription("What to change about the Jobs. Applies to the next Job.")
        JobTemplate jobTemplate)
    implements StoredSpec {

  /** The same for a Backup that belongs to that schedule. */
  public BackupSpec with(ScheduleRef schedule) {
    return new BackupSpec(
        schedule,
        type,
        database,
        tenant,
        excludeTableData,
        encryption,
        destinations,
        deletionPolicy,
        jobTemplate);
  }

  /** The same for one tenant. */
  public BackupSpec withTenant(String slug) {
    return new BackupSpec(
        fromSchedule,
        type,
        database,
        slug,
        excludeTableData,
        encryption,
        destinations,
        deletionPolicy,
        jobTemplate);
  }

  /** The same for a part of its destinations. */
  @Override
  public BackupSpec withDestinations(List<Destination> some) {
    return new BackupSpec(
        fromSchedule,
        type,
        database,
        tenant,
        excludeTableData,
        encryption,
        some,
        deletionPolicy,
        jobTemplate);
  }
}
