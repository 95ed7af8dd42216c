package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** Which Backups of a schedule stay. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.days) && self.days > 0) || (has(self.keepLast) && self.keepLast > 0)"
            + " || (has(self.keepHourly) && self.keepHourly > 0)"
            + " || (has(self.keepDaily) && self.keepDaily > 0)"
            + " || (has(self.keepWeekly) && self.keepWeekly > 0)"
            + " || (has(self.keepMonthly) && self.keepMonthly > 0)"
            + " || (has(self.keepYearly) && self.keepYearly > 0)",
    message =
        "nothing here keeps a backup: write days or one of keepLast, keepHourly, keepDaily,"
            + " keepWeekly, keepMonthly and keepYearly; leave retention out to keep all")
public record RetentionRules(
    @Min(0)
        @Max(36500)
        @ValidationRule(
            value = "self > 0",
            message =
                "0 days keep nothing: leave days out to go by the other rules, and leave retention"
                    + " out to keep all")
        @JsonPropertyDescription(
            "Keeps every backup that is younger than so many days of 24 hours.")
        Integer days,
    @Min(0) @Max(100_000) @JsonPropertyDescription("Keeps the newest so many backups.")
        Integer keepLast,
    @Min(0)
        @Max(100_000)
        @JsonPropertyDescription(
            "Keeps the newest backup of each of the newest so many hours that have one. Hours,"
                + " days, weeks, months and years are those of the schedule's time zone.")
        Integer keepHourly,
    @Min(0)
        @Max(100_000)
        @JsonPropertyDescription(
            "Keeps the newest backup of each of the newest so many days that have one.")
        Integer keepDaily,
    @Min(0)
        @Max(100_000)
        @JsonPropertyDescription(
            "Keeps the newest backup of each of the newest so many weeks that have one. A week"
                + " begins on Monday.")
        Integer keepWeekly,
    @Min(0)
        @Max(100_000)
        @JsonPropertyDescription(
            "Keeps the newest backup of each of the newest so many months that have one.")
        Integer keepMonthly,
    @Min(0)
        @Max(100_000)
        @JsonPropertyDescription(
            "Keeps the newest backup of each of the newest so many years that have one.")
        Integer keepYearly,
    @Min(1)
        @Max(100_000)
        @Default("1")
        @JsonPropertyDescription(
            "So many good backups stay at least, whatever the rules say. The newest good one"
                + " always stays.")
        Integer minKeep,
    @Min(0)
        @Max(100_000)
        @Default("3")
        @JsonPropertyDescription(
            "How many failed Backups stay to be looked at. They never count as backups.")
        Integer failedKeep) {}
