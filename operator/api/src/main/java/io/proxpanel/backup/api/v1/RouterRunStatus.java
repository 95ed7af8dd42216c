package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How the MikrotikBackups of a schedule went that makes Backups too. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterRunStatus(
    @JsonPropertyDescription("The last one that was counted: the time of its end and its name.")
        String counted,
    @JsonPropertyDescription("When one last succeeded for all of its routers, RFC 3339.")
        String lastSuccessfulTime,
    @JsonPropertyDescription(
            "How many in a row have not succeeded, or not for all of their routers.")
        Integer consecutiveFailures,
    @JsonPropertyDescription("The name of the last one that has not, and why, in a sentence.")
        String message) {}
