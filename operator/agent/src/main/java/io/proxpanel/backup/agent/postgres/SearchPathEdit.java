package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.archive.EntryEdits;
import io.proxpanel.backup.agent.archive.TocEntry;
import io.proxpanel.backup.agent.archive.TocEntry.Part;
import java.util.Optional;

/**
 * Puts another search path in the place of the archive's. It must not be left out instead:
 * pg_restore would take one of its own for each schema.
 *
 * @param searchPath as SQL writes it
 * @param edits what else is changed
 */
record SearchPathEdit(String searchPath, EntryEdits edits) implements EntryEdits {
  /** What archives call the entry. */
  static final String KIND = "SEARCHPATH";

  /** The statement that sets a search path for a session. */
  static String statement(String searchPath) {
    return "SELECT pg_catalog.set_config('search_path', "
        + PsqlSession.literal(searchPath)
        + ", false);\n";
  }

  @Override
  public int removed() {
    return edits.removed();
  }

  @Override
  public Optional<TocEntry> apply(TocEntry entry) {
    return entry.kind().equals(KIND)
        ? Optional.of(entry.with(Part.DEFINITION, Optionally.bytes(statement(searchPath))))
        : edits.apply(entry);
  }
}
