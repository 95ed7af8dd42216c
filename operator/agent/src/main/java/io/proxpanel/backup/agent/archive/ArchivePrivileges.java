package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the statements about privileges out of an archive of definitions. Some that are too long to
 * be held end it with an IOException.
 */
public final class ArchivePrivileges extends OutputStream {
  private final List<String> statements = new ArrayList<>();
  private final TocParser toc =
      new TocParser(
          new TocParser.Handler() {
            @Override
            public void header(ArchiveHeader header, byte[] raw) {
              // Nothing of it says who may do what.
            }

            @Override
            public void entry(TocEntry entry) throws IOException {
              if (entry.kind().endsWith("ACL") && !entry.tag().startsWith("DATABASE ")) {
                if (entry.cut() != null) {
                  throw new IOException(
                      "the privileges of "
                          + entry.name()
                          + " fill more than "
                          + (ArchiveContents.LONGEST_STATEMENTS >> 10)
                          + " KiB");
                }
                statements.add(entry.text(TocEntry.Part.DEFINITION));
              }
            }
          });

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (toc.done()) {
      return;
    }
    try {
      toc.accept(bytes, offset, length);
    } catch (AgentException e) {
      throw e.asIOException();
    }
  }

  /** Groups of statements, byte for byte. */
  public List<String> statements() {
    return List.copyOf(statements);
  }
}
