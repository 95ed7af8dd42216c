package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Passes an archive on with some entries of its table of contents changed or taken out; see {@link
 * EntryEdits}. The data passes as it is; of an entry that was taken out a reader passes over it. A
 * definition that is too long to be held passes in between. Valid only for archives without file
 * positions in them or for readers that do not seek, since lengths change.
 */
public final class ArchiveRewriter extends OutputStream {
  /** The header ends with the number of entries: a sign and four bytes, little-endian. */
  private static final int LAST_NUMBER = 1 + Integer.BYTES;

  private final OutputStream out;
  private final EntryEdits edits;
  private final LongEntryScout scout;
  private final TocParser toc = new TocParser(new Editor());

  /**
   * A rewriter.
   *
   * @param out gets the changed archive; flushed and closed with this stream
   * @param edits what to change
   * @param again the same archive, for what has to be known of an entry before its long definition
   */
  public ArchiveRewriter(OutputStream out, EntryEdits edits, ArchiveSource again) {
    this.out = out;
    this.edits = edits;
    this.scout = new LongEntryScout(again);
  }

  private final class Editor implements TocParser.Handler {
    /** Of the entry whose long definition passes; null where the entry is taken out. */
    private LongEntryWriter writer;

    private int current = -1;

    @Override
    public void header(ArchiveHeader header, byte[] raw) throws IOException {
      ByteCursor.putInt(raw, raw.length - LAST_NUMBER, header.entries() - edits.removed());
      out.write(raw);
    }

    @Override
    public void skipped(int index, byte[] bytes, int offset, int length)
        throws AgentException, IOException {
      if (index != current) {
        current = index;
        TocEntry edited = LongEntryWriter.edited(scout.entry(index), edits).orElse(null);
        writer = edited == null ? null : LongEntryWriter.begin(edited, out);
      }
      if (writer != null) {
        writer.pass(bytes, offset, length);
      }
    }

    @Override
    public void entry(TocEntry entry) throws IOException {
      if (entry.cut() == null) {
        Optional<TocEntry> edited = edits.apply(entry);
        if (edited.isPresent()) {
          out.write(edited.get().raw());
        }
      } else if (writer != null) {
        writer.end();
      }
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /**
   * Passes bytes on.
   *
   * @throws IOException from the target, or with the cause {@code NotAnArchive}
   */
  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int consumed = 0;
    if (!toc.done()) {
      try {
        consumed = toc.accept(bytes, offset, length);
      } catch (AgentException e) {
        throw e.asIOException();
      }
    }
    if (consumed < length) {
      out.write(bytes, offset + consumed, length - consumed);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (scout) {
      out.close();
    }
  }
}
