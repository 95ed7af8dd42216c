package io.proxpanel.backup.controller.retention;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A backup that has ended. One that still runs is none, and neither is one that is being deleted
 * already: it would count as the newest good one and be gone a moment later.
 *
 * @param name of the resource
 * @param uid of the resource
 * @param at when it ended, well or not
 * @param outcome how it ended
 * @param pinned whether a person wants it to stay
 * @param readers Restores that name it and have not ended, in words ({@code Restore "undo"})
 * @param lastGoodOf routers of whose configurations it has the last good one, though there are
 *     newer backups
 * @param refersTo UIDs of the backups that have what has not changed and is in no file of its own
 */
public record Candidate(
    String name,
    String uid,
    Instant at,
    Outcome outcome,
    boolean pinned,
    List<String> readers,
    List<String> lastGoodOf,
    List<String> refersTo) {

  /** Of those that ended at the same time the larger name is the newer. */
  static final Comparator<Candidate> OLDEST_FIRST =
      Comparator.comparing(Candidate::at)
          .thenComparing(Candidate::name)
          .thenComparing(Candidate::uid);

  /** Copies the lists. */
  public Candidate {
    readers = List.copyOf(readers);
    lastGoodOf = List.copyOf(lastGoodOf);
    refersTo = List.copyOf(refersTo);
  }

  /** A backup of one thing alone. */
  public Candidate(
      String name, String uid, Instant at, Outcome outcome, boolean pinned, List<String> readers) {
    this(name, uid, at, outcome, pinned, readers, List.of(), List.of());
  }

  /** The same at another time. */
  public Candidate movedTo(Instant time) {
    return new Candidate(name, uid, time, outcome, pinned, readers, lastGoodOf, refersTo);
  }

  /** How a backup ended. */
  public enum Outcome {
    /** It is stored and was read back. */
    GOOD,
    /** It will never be good. */
    FAILED
  }
}
