package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The database that a Restore by Swap has replaced. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeptDatabaseStatus(
    @JsonPropertyDescription("Its name on the server since then.") String name,
    @JsonPropertyDescription("Until when it is kept, RFC 3339.") String until,
    @JsonPropertyDescription(
            "Kept (a Restore with source.keptDatabase brings it back), Dropped, or Left (dropping it"
                + " was given up; message says why).")
        State state,
    @JsonPropertyDescription("Jobs that were started to drop it.") Integer attempts,
    @JsonPropertyDescription("When the next one starts, RFC 3339; none while one is under way.")
        String nextTime,
    @JsonPropertyDescription("Name of the last one.") String job,
    @JsonPropertyDescription("Why it could not be dropped.") String message) {

  /** How it stands. */
  public enum State {
    /** It can be brought back. */
    Kept,
    /** It is gone. */
    Dropped,
    /** It could not be dropped, and is not tried any more. */
    Left
  }

  /** One that is kept until then. */
  public static KeptDatabaseStatus of(String name, String until) {
    return new KeptDatabaseStatus(name, until, State.Kept, 0, null, null, null);
  }

  /** An attempt to drop it is under way. */
  public KeptDatabaseStatus dropping(int attempt, String jobName) {
    return new KeptDatabaseStatus(name, until, State.Kept, attempt, null, jobName, message);
  }

  /** The last attempt failed, and another one follows then. */
  public KeptDatabaseStatus again(String time, String why) {
    return new KeptDatabaseStatus(name, until, State.Kept, attempts, time, job, why);
  }

  /** It has ended so. */
  public KeptDatabaseStatus ended(State how, String why) {
    return new KeptDatabaseStatus(name, until, how, attempts, null, job, why);
  }
}
