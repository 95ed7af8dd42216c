package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What became of one router. */
@JsonClassDescription("What became of one router.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouterStatus(
    @JsonPropertyDescription("Name of the router.") String name,
    @JsonPropertyDescription(
            "Stored when its configuration is in the archive, Unchanged when it is in the archive of"
                + " an older MikrotikBackup, Failed when there is none.")
        String state,
    @JsonPropertyDescription(
            "Name of its archive; of a router that failed it has the reason in it.")
        String fileName,
    @JsonPropertyDescription(
            "Name of the MikrotikBackup that has the archive, where that is an older one.")
        String storedBy,
    @JsonPropertyDescription("SHA-256 of the archive, hexadecimal.") String sha256,
    @JsonPropertyDescription("Model of the router.") String model,
    @JsonPropertyDescription("Version of RouterOS.") String version,
    @JsonPropertyDescription(
            "Whether the configuration differs from the last good one; none where there is none to"
                + " compare with.")
        Boolean changed,
    @JsonPropertyDescription("How many lines were added or removed since.") Integer changedLines,
    @JsonPropertyDescription("How it differs, in words.") String summary,
    @JsonPropertyDescription(
            "The lines that differ, cut, with secrets masked; the archive has all of them.")
        String diff,
    @JsonPropertyDescription("Why there is no configuration.") FailureStatus failure) {
  /** Its configuration is in the archive. */
  public static final String STORED = "Stored";

  /** Its configuration is in the archive of an older MikrotikBackup. */
  public static final String UNCHANGED = "Unchanged";

  /** There is no configuration of it. */
  public static final String FAILED = "Failed";
}
