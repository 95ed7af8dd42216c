package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Passes an archive on with some entries of its table of contents changed or taken out; see {@link
 * EntryEdits}. The data passes as it is; of an entry that was taken out a reader passes over it.
 * Valid only for archives without file positions in them or for readers that do not seek, since
 * lengths change.
 */
public final class ArchiveRewriter extends OutputStream {
  /** The header ends with the number of entries: a sign and four bytes, little-endian. */
  private static final int LAST_NUMBER = 1 + Integer.BYTES;

  private final OutputStream out;
  private final TocParser toc;

  /**
   * A rewriter.
   *
   * @param out gets the changed archive; flushed and closed with this stream
   * @param edits what to change
   */
  public ArchiveRewriter(OutputStream out, EntryEdits edits) {
    this.out = out;
    this.toc =
        new TocParser(
            new TocParser.Handler() {
              @Override
              public void header(ArchiveHeader header, byte[] raw) throws IOException {
                out.write(raw, 0, raw.length - LAST_NUMBER);
                out.write(number(header.entries() - edits.removed()));
              }

              @Override
              public void entry(TocEntry entry) throws IOException {
                Optional<TocEntry> edited = edits.apply(entry);
                if (edited.isPresent()) {
                  out.write(edited.get().raw());
                }
              }
            });
  }

  private static byte[] number(int value) {
    byte[] bytes = new byte[LAST_NUMBER];
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[i + 1] = (byte) (value >> (8 * i));
    }
    return bytes;
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
    out.close();
  }
}
