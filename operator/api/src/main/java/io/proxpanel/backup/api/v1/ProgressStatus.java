package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** How far a backup that runs has come. */
@JsonClassDescription("How far a backup that runs has come.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProgressStatus(
    @JsonPropertyDescription("When that was, RFC 3339.") String time,
    @JsonPropertyDescription("What is done, in the agent's words.") String stage,
    @JsonPropertyDescription("Bytes of the encrypted file that are written.") Long bytes,
    @JsonPropertyDescription("How fast it is written, or sent to the slowest destination.")
        Long bytesPerSecond,
    @JsonPropertyDescription(
            "When it will have ended, RFC 3339, if the file becomes as large as that of the last"
                + " good Backup; none where there is no telling.")
        String expectedEnd,
    @JsonPropertyDescription("How much of the file each destination has got.")
        List<CopyProgress> copies) {
  /** Copies the list. */
  public ProgressStatus {
    copies = copies == null ? List.of() : List.copyOf(copies);
  }
}
