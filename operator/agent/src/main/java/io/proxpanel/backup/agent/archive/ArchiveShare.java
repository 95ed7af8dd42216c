package io.proxpanel.backup.agent.archive;

import io.proxpanel.backup.agent.AgentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Writes an archive that is a part of another one: some of its entries, with their data. */
public final class ArchiveShare {
  private ArchiveShare() {}

  /**
   * Writes it, and reads the other one to its end, so that it is known to have been authentic.
   *
   * @param archive the whole one
   * @param edits what to change in the entries
   * @param wanted which entries
   * @param out gets the part
   */
  public static void write(
      ArchiveSource archive,
      EntryEdits edits,
      Predicate<ArchiveParts.Entry> wanted,
      OutputStream out)
      throws AgentException, IOException {
    try (InputStream in = archive.open()) {
      write(ArchiveParts.read(in, edits, archive), wanted, out);
    }
  }

  private static void write(
      ArchiveParts contents, Predicate<ArchiveParts.Entry> wanted, OutputStream out)
      throws AgentException, IOException {
    Set<Integer> ids = new HashSet<>();
    for (ArchiveParts.Entry entry : contents.entries()) {
      if (wanted.test(entry)) {
        ids.add(entry.dumpId());
      }
    }
    contents.write(out, wanted);
    ArchiveData data = contents.data();
    int id = data.next();
    while (id >= 0) {
      if (ids.contains(id)) {
        data.copyTo(out);
      }
      id = data.next();
    }
    out.flush();
  }
}
