package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes an archive on with some statements of its table of contents taken out, because the target
 * would refuse them; see {@link RestoreEdits}. The data passes as it is. Valid only for archives
 * without file positions in them or for readers that do not seek, since lengths change.
 */
public final class ArchiveRewriter extends OutputStream {
  private final OutputStream out;
  private final TocParser toc;

  /**
   * A rewriter.
   *
   * @param out gets the changed archive; flushed and closed with this stream
   * @param edits what to take out
   */
  public ArchiveRewriter(OutputStream out, RestoreEdits edits) {
    this.out = out;
    this.toc =
        new TocParser(
            new TocParser.Handler() {
              @Override
              public void header(ArchiveHeader header, byte[] raw) throws IOException {
                out.write(raw);
              }

              @Override
              public void entry(TocEntry entry) throws IOException {
                out.write(edits.apply(entry).raw());
              }
            });
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
