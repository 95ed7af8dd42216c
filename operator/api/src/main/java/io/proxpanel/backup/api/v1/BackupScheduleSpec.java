package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** When to back up, what, and what stays. */
@JsonClassDescription("When to back up, what, and what stays.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.frequency) != has(self.schedule)",
    message = "write exactly one of frequency and schedule")
@ValidationRule(
    value = "has(self.frequency) || !has(self.timeOfDay)",
    message = "timeOfDay goes with frequency: a cron expression has its own time")
@ValidationRule(
    value = "!has(self.dayOfWeek) || (has(self.frequency) && self.frequency == 'Weekly')",
    message = "dayOfWeek goes with frequency: Weekly")
@ValidationRule(
    value = "!has(self.dayOfMonth) || (has(self.frequency) && self.frequency == 'Monthly')",
    message = "dayOfMonth goes with frequency: Monthly")
@ValidationRule(
    value = "has(self.backup) || has(self.mikrotik)",
    message = "write backup, mikrotik, or both")
@ValidationRule(
    value = "!has(self.tenants) || has(self.backup)",
    message = "tenants makes a Backup for each tenant: write backup")
@ValidationRule(
    value = "!has(self.tenants) || !has(self.backup) || !has(self.backup.tenant)",
    message = "tenants makes one Backup for each tenant: leave backup.tenant out")
@ValidationRule(
    value = "!has(self.tenants) || !has(self.backup) || self.backup.type == 'Full'",
    message = "the backup of a tenant is of type Full: leave backup.type out")
public record BackupScheduleSpec(
    @JsonPropertyDescription(
            "How often a Backup is made, with timeOfDay, dayOfWeek and dayOfMonth. Exactly one of"
                + " frequency and schedule.")
        Frequency frequency,
    @Size(max = 5)
        @ValidationRule(
            value = "self.matches('^([01][0-9]|2[0-3]):[0-5][0-9]$')",
            message = "write the time as hours and minutes, from 00:00 to 23:59")
        @JsonPropertyDescription(
            "Time of day in timeZone, as hours and minutes; with frequency Hourly only the minutes"
                + " count. A time that daylight saving leaves out is due when the clock has gone"
                + " forward, one that comes twice the first time. Default: 02:00.")
        String timeOfDay,
    @JsonPropertyDescription("Day of the week, with frequency Weekly. Default: Sunday.")
        Weekday dayOfWeek,
    @Min(1)
        @Max(31)
        @JsonPropertyDescription(
            "Day of the month, with frequency Monthly. In a month that has no day 29, 30 or 31 its"
                + " last day is meant. Default: 1.")
        Integer dayOfMonth,
    @Size(max = 200)
        @ValidationRule(
            value = "self.matches('^[^[:space:]]+([ \\\\t]+[^[:space:]]+){4}$')",
            message =
                "write five fields: minute, hour, day of the month, month and day of the week,"
                    + " like 0 2 * * *")
        @ValidationRule(
            value = "self.matches('^[0-9A-Za-z*/,\\\\t -]*$')",
            message = "write numbers, names like MON and JAN, and *, -, / and , only")
        @JsonPropertyDescription(
            "When a Backup is made, as a cron expression of five fields in timeZone. Exactly one of"
                + " frequency and schedule.")
        String schedule,
    @Default("UTC")
        @Size(max = 64)
        @ValidationRule(
            value =
                "self.matches('^[A-Z][A-Za-z0-9_-]*(/[A-Za-z0-9_+-]+)*$') && self != 'Local'"
                    + " && timestamp('2026-01-01T00:00:00Z').getFullYear(self) > 2000",
            message = "not the name of a time zone; write one like Europe/Berlin")
        @JsonPropertyDescription(
            "Time zone of all times and of retention's days, by its IANA name like Europe/Berlin.")
        String timeZone,
    @Default("false")
        @JsonPropertyDescription(
            "Whether no Backups are made. Due times that pass meanwhile are not made up for.")
        Boolean suspend,
    @Min(10)
        @Max(31_536_000)
        @JsonPropertyDescription(
            "A due time that nobody acted on is made up for within so many seconds, and is recorded"
                + " as missed after. However many were missed, one Backup follows. Default: 3600"
                + " where a Backup is due every hour, 43200 elsewhere.")
        Integer startingDeadlineSeconds,
    @Default("Forbid")
        @JsonPropertyDescription(
            "What happens at a due time while an earlier Backup of this schedule has not ended: it"
                + " is skipped (Forbid), the earlier one is deleted (Replace), or both go on"
                + " (Allow).")
        ConcurrencyPolicy concurrencyPolicy,
    @Min(0)
        @Max(43_200)
        @Default("0")
        @JsonPropertyDescription(
            "Seconds over which the starts of schedules are spread. How long this schedule waits"
                + " after its due time follows from its name and is always the same.")
        Integer startJitterSeconds,
    @JsonPropertyDescription(
            "Which Backups of this schedule stay, and of its MikrotikBackups, each kind by itself."
                + " Default: all.")
        RetentionRules retention,
    @JsonPropertyDescription(
            "Makes one Backup for each tenant of the database, of the tenant's schema alone,"
                + " instead of one Backup of all. retention goes by tenant. Default: one Backup.")
        Tenants tenants,
    @Default("false")
        @JsonPropertyDescription(
            "Whether a destination that is added to backup.destinations gets the files of this"
                + " schedule's Backups that there are already: each such Backup gets the destination"
                + " too, newest first and two at a time, as long as it has fewer than eight.")
        Boolean syncExisting,
    @JsonPropertyDescription(
            "The spec of the Backups that are made. A change is for the next one. At least one of"
                + " backup and mikrotik.")
        BackupSpec backup,
    @JsonPropertyDescription(
            "The spec of the MikrotikBackups that are made, at the same times as the Backups where"
                + " there are both, as a panel's schedule does that includes its routers. A change"
                + " is for the next one. At least one of backup and mikrotik.")
        MikrotikBackupSpec mikrotik) {}
