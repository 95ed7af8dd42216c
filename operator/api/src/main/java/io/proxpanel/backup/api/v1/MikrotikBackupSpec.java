package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Whose configurations are backed up, and where to. */
@JsonClassDescription("Whose configurations are backed up, and where to.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.destinations) || has(self.fromSchedule)",
    message =
        "write routers, fromDatabase or fromSecrets, and destinations; or fromSchedule alone to take"
            + " them from a BackupSchedule")
@ValidationRule(
    value =
        "has(self.destinations)"
            + " == (has(self.routers) || has(self.fromDatabase) || has(self.fromSecrets))",
    message = "write routers, fromDatabase or fromSecrets, and destinations")
@ValidationRule(
    value =
        "!has(self.routers) || (has(self.defaults) && (has(self.defaults.username)"
            + " || has(self.defaults.usernameSecretRef)))"
            + " || self.routers.all(r, has(r.username) || has(r.usernameSecretRef))",
    message = "write username or usernameSecretRef in defaults, or for each router")
@ValidationRule(
    value =
        "!has(self.routers) || (has(self.defaults) && has(self.defaults.passwordSecretRef))"
            + " || self.routers.all(r, has(r.passwordSecretRef))",
    message = "write passwordSecretRef in defaults, or for each router")
@ValidationRule(
    value =
        "!has(self.fromDatabase) || (has(self.defaults) && has(self.defaults.passwordSecretRef)"
            + " && (has(self.defaults.username) || has(self.defaults.usernameSecretRef)))",
    message =
        "routers of a database are logged in to with defaults: write username and passwordSecretRef"
            + " there")
@ValidationRule(
    value = "!has(self.encryption) || has(self.encryption.passwordSecretRef)",
    message = "there is no database's password to encrypt with: write encryption.passwordSecretRef")
public record MikrotikBackupSpec(
    @JsonPropertyDescription(
            "The BackupSchedule that this MikrotikBackup belongs to: its retention counts it, and"
                + " where no destinations are written the operator writes all of the schedule's"
                + " mikrotik settings into this spec. Cannot change after creation.")
        ScheduleRef fromSchedule,
    @JsonPropertyDescription(
            "What is the same for all routers: the login above all. Cannot change after creation.")
        RouterSettings defaults,
    @Size(min = 1, max = 500) @JsonPropertyDescription("The routers. Cannot change after creation.")
        List<RouterSpec> routers,
    @JsonPropertyDescription(
            "More routers, looked up in a database each time. Cannot change after creation.")
        RouterDatabase fromDatabase,
    @JsonPropertyDescription(
            "More routers, one for each Secret with some labels, looked up each time: the Secret's"
                + " name is the router's, its key host is written, its keys port, username and"
                + " password can be; all else is that of defaults. The operator has to be allowed"
                + " to list Secrets, in the chart with rbac.listSecrets. Cannot change after"
                + " creation.")
        RouterSecrets fromSecrets,
    @Min(1)
        @Max(64)
        @Default("8")
        @JsonPropertyDescription("How many routers are asked at the same time.")
        Integer atOnce,
    @Default("Store")
        @JsonPropertyDescription(
            "What becomes of a router whose configuration equals its last good one: Store makes an"
                + " archive of it each time; Skip refers to the archive that has it already, which"
                + " stays as long as something refers to it. Stored each time is a router with a"
                + " binary backup, and every one where a destination has immutableForDays. Cannot"
                + " change after creation.")
        UnchangedPolicy unchanged,
    @JsonPropertyDescription(
            "How the archives are encrypted. Default: not at all, as the panel. Cannot change after"
                + " creation.")
        Encryption encryption,
    @Size(min = 1, max = 8)
        @JsonPropertyDescription(
            "Where the archives are stored: one to eight places. The backup succeeds when one of"
                + " them has them. After creation more can be added at the end, which get the"
                + " archives from those that have them; nothing else can change.")
        List<Destination> destinations,
    @Default("Delete")
        @JsonPropertyDescription(
            "Whether deleting this resource deletes the archives (Delete) or leaves them where they"
                + " are (Retain). Can change at any time.")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription("What to change about the Jobs. Applies to the next Job.")
        JobTemplate jobTemplate)
    implements StoredSpec {

  /** The same for a MikrotikBackup that belongs to that schedule. */
  public MikrotikBackupSpec with(ScheduleRef schedule) {
    return new MikrotikBackupSpec(
        schedule,
        defaults,
        routers,
        fromDatabase,
        fromSecrets,
        atOnce,
        unchanged,
        encryption,
        destinations,
        deletionPolicy,
        jobTemplate);
  }

  /** The same for other destinations. */
  @Override
  public MikrotikBackupSpec withDestinations(List<Destination> other) {
    return new MikrotikBackupSpec(
        fromSchedule,
        defaults,
        routers,
        fromDatabase,
        fromSecrets,
        atOnce,
        unchanged,
        encryption,
        other,
        deletionPolicy,
        jobTemplate);
  }
}
