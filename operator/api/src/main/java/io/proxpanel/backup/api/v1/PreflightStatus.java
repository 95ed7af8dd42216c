package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What came of trying what the Backups of a schedule will need. */
@JsonClassDescription("What came of trying what the Backups of a schedule will need.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreflightStatus(
    @JsonPropertyDescription(
            "Checksum of what it was tried with: the spec of the Backups and the routers, and the"
                + " versions of the Secrets and ConfigMaps that it names.")
        String inputs,
    @JsonPropertyDescription("Name of the Job that is under way; none when it has ended.")
        String job,
    @JsonPropertyDescription("Why that Job does not start, where that is known.") String waiting,
    @JsonPropertyDescription("Jobs that have tried it with the same.") Integer attempts,
    @JsonPropertyDescription("When it was last tried, RFC 3339.") String time,
    @JsonPropertyDescription("When it is tried again, RFC 3339; none after a good end.")
        String nextTime,
    @JsonPropertyDescription("Version of the database server.") String serverVersion,
    @JsonPropertyDescription("Major version of pg_dump that is used for it.") String clientVersion,
    @JsonPropertyDescription("Size of the database on the server's disk, in bytes.")
        Long databaseBytes,
    @JsonPropertyDescription("Why the database cannot be backed up.") FailureStatus database,
    @JsonPropertyDescription("Why it could not be tried.") FailureStatus failure,
    @JsonPropertyDescription("What was found at each destination.")
        List<PreflightDestination> destinations,
    @JsonPropertyDescription("What was found at the routers, where routers are backed up.")
        PreflightRouters routers) {
  /** Copies the list. */
  public PreflightStatus {
    destinations = destinations == null ? List.of() : List.copyOf(destinations);
  }
}
