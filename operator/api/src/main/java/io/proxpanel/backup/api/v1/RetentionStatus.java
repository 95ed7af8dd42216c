package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;

/** What retention keeps and what it will delete. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetentionStatus(
    @JsonPropertyDescription("How many Backups stay, by the first reason that keeps each.")
        Map<String, Integer> keptBecause,
    @JsonPropertyDescription(
            "Names of the Backups that the next run deletes, oldest first, at most 100.")
        List<String> nextDeletions,
    @JsonPropertyDescription(
            "What retention has run for last: the newest good Backup and the rules then, or of"
                + " several tenants a checksum of theirs.")
        String ranFor,
    @JsonPropertyDescription(
            "How many backup files were found where this schedule stores its own that belong to no"
                + " Backup. They are never touched.")
        Integer filesWithoutBackup,
    @JsonPropertyDescription("Their names, at most 20.") List<String> fileNamesWithoutBackup) {}
