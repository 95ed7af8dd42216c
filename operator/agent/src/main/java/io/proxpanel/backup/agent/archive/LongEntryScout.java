package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads an archive's table of contents ahead of somebody who has met a long definition: how its
 * entry goes on says what to write before it. Opens the archive only when it is asked.
 */
final class LongEntryScout implements AutoCloseable {
  /** Why the archive cannot be read again. */
  static final String CHANGED = "its table of contents is another one when it is read again";

  private static final int PIECE = 64 * 1024;

  private final ArchiveSource source;
  private final byte[] buffer = new byte[PIECE];
  private final TocParser toc =
      new TocParser(
          new TocParser.Handler() {
            @Override
            public void header(ArchiveHeader header, byte[] raw) {
              // Known already.
            }

            @Override
            public void entry(TocEntry entry) {
              if (entry.cut() != null) {
                last = entry;
                lastIndex = index;
              }
              index++;
            }
          });

  private InputStream in;
  private int index;
  private TocEntry last;
  private int lastIndex = -1;

  LongEntryScout(ArchiveSource source) {
    this.source = source;
  }

  /**
   * The entry with a long definition that so many entries come before.
   *
   * @throws AgentException {@code ArchiveIncomplete} where it is not there any more
   */
  TocEntry entry(int wanted) throws AgentException, IOException {
    if (in == null) {
      in = source.open();
    }
    // No piece has the ends of two of them.
    while (lastIndex < wanted) {
      int n = in.read(buffer);
      if (n < 0 || toc.done()) {
        throw ArchiveScanner.incomplete(CHANGED);
      }
      toc.accept(buffer, 0, n);
    }
    return last;
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
