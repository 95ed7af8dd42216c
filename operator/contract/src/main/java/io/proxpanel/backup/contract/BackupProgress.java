package io.proxpanel.backup.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a backup has come: a line of its own in the agent's log, every ten seconds, since the
 * agent has no other way to say something before its end.
 *
 * @param time when that was, RFC 3339
 * @param stage in the agent's words, as in {@link TaskResult#stage()}
 * @param bytes of the encrypted file that are written
 * @param copies how much of it each destination has got
 */
public record BackupProgress(String time, String stage, long bytes, List<Sent> copies) {
  private static final String MARK = "#progress ";

  /** Copies the list. */
  public BackupProgress {
    copies = copies == null ? List.of() : List.copyOf(copies);
  }

  /**
   * How far one copy has come.
   *
   * @param name of the destination
   * @param bytes of the file that it has got
   */
  public record Sent(String name, long bytes) {}

  /** The line. */
  public String line() {
    return MARK + Json.write(this);
  }

  /** Those that a log holds, the earliest first; what is not such a line is passed over. */
  public static List<BackupProgress> in(String log) {
    return log.lines()
        .filter(line -> line.startsWith(MARK))
        .flatMap(line -> parse(line.substring(MARK.length())))
        .toList();
  }

  private static Stream<BackupProgress> parse(String json) {
    try {
      return Stream.ofNullable(Json.read(json, BackupProgress.class));
    } catch (JsonProcessingException e) {
      // Cut in the middle, or somebody else's.
      return Stream.empty();
    }
  }
}
