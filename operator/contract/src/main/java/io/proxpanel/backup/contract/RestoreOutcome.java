package io.proxpanel.backup.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a restore has done beside bringing the data back.
 *
 * @param mode how it was done
 * @param modeReason why in this mode, a sentence; null where it was asked for
 * @param dropped how many objects were in the target that the backup does not have, and are gone
 * @param droppedNames the first of them, as {@code table public.invoice_lines}
 * @param notRestored the first things that are not as they were; empty means that all is
 * @param notRestoredCount how many there are
 * @param endedSessions how many sessions of others were ended
 * @param keptDatabase name under which the replaced database is kept, or null
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreOutcome(
    RestoreOptions.Mode mode,
    String modeReason,
    int dropped,
    List<String> droppedNames,
    List<NotRestored> notRestored,
    int notRestoredCount,
    int endedSessions,
    String keptDatabase) {

  /** Of the things that are not as they were, and of those that are gone, so many are named. */
  public static final int MOST_NAMED = 20;

  /** Copies the lists. */
  public RestoreOutcome {
    droppedNames = droppedNames == null ? List.of() : List.copyOf(droppedNames);
    notRestored = notRestored == null ? List.of() : List.copyOf(notRestored);
  }

  /** The same, done in this mode for this reason. */
  public RestoreOutcome in(RestoreOptions.Mode done, String why) {
    return new RestoreOutcome(
        done,
        why,
        dropped,
        droppedNames,
        notRestored,
        notRestoredCount,
        endedSessions,
        keptDatabase);
  }

  /** The same, and these are not as they were either. */
  public RestoreOutcome and(List<NotRestored> more) {
    return new RestoreOutcome(
        mode,
        modeReason,
        dropped,
        droppedNames,
        Stream.concat(notRestored.stream(), more.stream()).limit(MOST_NAMED).toList(),
        notRestoredCount + more.size(),
        endedSessions,
        keptDatabase);
  }

  /**
   * A thing that is not as it was.
   *
   * @param kind what it is ({@code grant}, {@code owner}, {@code event trigger})
   * @param name of what it is about
   * @param reason why it is not as it was
   */
  public record NotRestored(String kind, String name, String reason) {}
}
