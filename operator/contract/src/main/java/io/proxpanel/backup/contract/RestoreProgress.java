package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a restore stands that is under way: a line of its own in the agent's log, every ten seconds,
 * since its result is read once it has ended.
 *
 * @param stage in the agent's words, as in {@link TaskResult#stage()}
 * @param restored what is known of what it does, or null
 * @param warnings sentences for people
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreProgress(String stage, RestoreOutcome restored, List<String> warnings) {
  private static final String MARK = "#restore ";

  /** Copies the list. */
  public RestoreProgress {
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }

  /** The line. */
  public String line() {
    return MARK + Json.write(this);
  }

  /** The last that a log holds; what is not such a line is passed over. */
  public static Optional<RestoreProgress> last(String log) {
    return log.lines()
        .filter(line -> line.startsWith(MARK))
        .flatMap(line -> parse(line.substring(MARK.length())))
        .reduce((earlier, later) -> later);
  }

  private static Stream<RestoreProgress> parse(String json) {
    try {
      return Stream.ofNullable(Json.read(json, RestoreProgress.class))
          .filter(said -> said.stage() != null);
    } catch (JsonProcessingException e) {
      // Cut in the middle, or somebody else's.
      return Stream.empty();
    }
  }
}
