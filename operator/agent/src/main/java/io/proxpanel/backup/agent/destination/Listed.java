package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What is kept of a listing while it is read, whoever sends it: the entries that are asked for. A
 * folder may have any number of others; a listing that does not end is refused before it has taken
 * the memory that all destinations share.
 */
public final class Listed {
  /** Names that one listing may have, of whichever files. */
  static final long MOST_NAMES = 2_000_000;

  /** Memory for what is kept of it. */
  static final long MOST_KEPT_BYTES = 8L << 20;

  /** Longest time that a listing may take, however much of it comes. */
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** Memory that an entry takes beside its name. */
  private static final int ENTRY_BYTES = 100;

  private final String place;
  private final Predicate<String> wanted;
  private final LongSupplier nanos;
  private final long began;
  private final List<FileEntry> entries = new ArrayList<>();
  private long names;
  private long kept;

  /**
   * Of a folder.
   *
   * @param place that is listed, for people
   * @param wanted names of the entries that are kept; is asked for each name
   */
  public Listed(String place, Predicate<String> wanted) {
    this(place, wanted, System::nanoTime);
  }

  Listed(String place, Predicate<String> wanted, LongSupplier nanos) {
    this.place = place;
    this.wanted = wanted;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /**
   * Whether the entry of a name is to be kept; each name is asked for once.
   *
   * @throws AgentException {@code DestinationProtocolError} when the listing has no end
   */
  public boolean wants(String name) throws AgentException {
    count();
    return wanted.test(name);
  }

  /**
   * Counts an entry whose name is known not to be wanted.
   *
   * @throws AgentException as {@link #wants}
   */
  public void count() throws AgentException {
    names++;
    if (names > MOST_NAMES) {
      throw endless("has more than " + MOST_NAMES + " names");
    }
    if (nanos.getAsLong() - began > LONGEST.toNanos()) {
      throw endless(
          "has not ended after " + LONGEST.toMinutes() + " minutes and " + names + " names");
    }
  }

  /**
   * Keeps an entry.
   *
   * @throws AgentException {@code DestinationProtocolError} when there are more than can be kept
   */
  public void keep(FileEntry entry) throws AgentException {
    kept += ENTRY_BYTES + 2L * entry.name().length();
    if (kept > MOST_KEPT_BYTES) {
      throw endless("has more than " + entries.size() + " files whose names are looked for");
    }
    entries.add(entry);
  }

  /** What was kept. */
  public List<FileEntry> entries() {
    return List.copyOf(entries);
  }

  private AgentException endless(String what) {
    return new AgentException(
        ErrorCode.DestinationProtocolError,
        "The listing of "
            + place
            + " "
            + what
            + ", and is not read on: look what is in that folder, and give the backups one of their"
            + " own.");
  }
}
