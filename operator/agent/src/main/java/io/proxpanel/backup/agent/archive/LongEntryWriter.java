package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.TocEntry.Part;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/** Writes an entry whose definition is too long to be held, changed or not, while that passes. */
final class LongEntryWriter {
  private static final int NOWHERE = -1;

  private final OutputStream out;
  private final byte[] raw;

  /** Where in {@code raw} the mark is, or nowhere, and how long it is there. */
  private final int place;

  private final int markLength;

  private LongEntryWriter(OutputStream out, byte[] raw, int place, int markLength) {
    this.out = out;
    this.raw = raw;
    this.place = place;
    this.markLength = markLength;
  }

  /**
   * The entry that takes the place of one, as {@link EntryEdits#apply}.
   *
   * @throws AgentException {@code RestoreRefused} where its definition would have to be held
   */
  static Optional<TocEntry> edited(TocEntry entry, EntryEdits edits) throws AgentException {
    Optional<TocEntry> edited = edits.apply(entry);
    if (entry.cut() != null
        && entry.kind().endsWith("ACL")
        && edited.isPresent()
        && !edited.get().text(Part.DEFINITION).equals(entry.text(Part.DEFINITION))) {
      throw new AgentException(
          ErrorCode.RestoreRefused,
          "The privileges of "
              + entry.name()
              + " fill "
              + ((TocParser.KEPT + (long) entry.cut().bytes()) >> 10)
              + " KiB, and the agent can take "
              + (ArchiveContents.LONGEST_STATEMENTS >> 10)
              + " KiB apart to grant each alone, so the database is as it was: revoke what nobody"
              + " needs where the backup was made, and restore a new one.");
    }
    return edited;
  }

  /**
   * Writes the entry as far as what is not held of its definition.
   *
   * @param entry the entry, or what has taken its place
   */
  static LongEntryWriter begin(TocEntry entry, OutputStream out) throws IOException {
    byte[] raw = entry.raw();
    String definition = entry.text(Part.DEFINITION);
    String mark = entry.cut().mark();
    int at = definition.indexOf(mark);
    if (at < 0) {
      return new LongEntryWriter(out, raw, NOWHERE, 0);
    }
    if (definition.indexOf(mark, at + 1) >= 0) {
      throw new IllegalStateException("what is not held can be written once");
    }
    int start = entry.spans().definition().start();
    byte[] head = Arrays.copyOf(raw, start + TocEntry.LENGTH_BYTES + at);
    int length = Math.addExact(definition.length() - mark.length(), entry.cut().bytes());
    ByteCursor.putInt(head, start, length);
    out.write(head);
    return new LongEntryWriter(out, raw, head.length, mark.length());
  }

  /** Passes a piece of the definition on. */
  void pass(byte[] bytes, int offset, int length) throws IOException {
    if (place != NOWHERE) {
      out.write(bytes, offset, length);
    }
  }

  /** Writes what comes behind it. */
  void end() throws IOException {
    int from = place == NOWHERE ? 0 : place + markLength;
    out.write(raw, from, raw.length - from);
  }
}
