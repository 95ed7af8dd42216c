package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How the bringing of a schedule's files to the destinations that were added to it stands. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncStatus(
    @JsonPropertyDescription("Backups whose files are yet to be brought to an added destination.")
        Integer outstanding,
    @JsonPropertyDescription(
            "Backups that get no further destination because they have eight, or have had another"
                + " one of the same name.")
        Integer leftOut) {}
