package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How the making of missing copies stands. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CopyingStatus(
    @JsonPropertyDescription("Jobs that were started to make missing copies.") Integer attempts,
    @JsonPropertyDescription("When the next one starts, RFC 3339; none while one is under way.")
        String nextTime,
    @JsonPropertyDescription("Name of the last one.") String job,
    @JsonPropertyDescription(
            "Of the attempts, those that do not count any more since a destination was added.")
        Integer before) {
  /** The attempts that count: each of them makes the pause longer, and the last one ends it. */
  public int counted() {
    return attempts - (before == null ? 0 : before);
  }

  /** The same with a time for the next attempt, or null. */
  public CopyingStatus until(String time) {
    return new CopyingStatus(attempts, time, null, before);
  }
}
