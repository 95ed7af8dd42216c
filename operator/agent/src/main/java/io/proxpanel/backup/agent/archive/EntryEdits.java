package io.proxpanel.backup.agent.archive;

import java.util.Optional;

/** Changes the entries of an archive's table of contents on its way to pg_restore. */
public interface EntryEdits {
  /** Changes nothing. */
  EntryEdits NONE =
      new EntryEdits() {
        @Override
        public int removed() {
          return 0;
        }

        @Override
        public Optional<TocEntry> apply(TocEntry entry) {
          return Optional.of(entry);
        }
      };

  /** For how many entries {@link #apply} returns nothing. */
  int removed();

  /** The entry that takes the place of one; empty where none does, and its data is passed over. */
  Optional<TocEntry> apply(TocEntry entry);
}
