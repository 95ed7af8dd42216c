package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** An older MikrotikBackup whose archives another one needs. */
@JsonClassDescription("An older MikrotikBackup whose archives this one needs.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MikrotikBackupRef(
    @JsonPropertyDescription("Name of the MikrotikBackup; none where it was gone already.")
        String name,
    @JsonPropertyDescription("UID of the MikrotikBackup.") String uid) {}
