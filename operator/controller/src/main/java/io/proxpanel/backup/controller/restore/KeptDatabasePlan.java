package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.controller.event.Note;
import java.time.Duration;
import java.util.List;

/** What to do now about the database that a Restore has replaced. */
sealed interface KeptDatabasePlan {

  /** There is none, or it is over with it. */
  record Nothing() implements KeptDatabasePlan {}

  /** Nothing changes until then. */
  record Sleep(Duration until) implements KeptDatabasePlan {}

  /** The attempt to drop it is recorded: create its Job. */
  record Create(int attempt) implements KeptDatabasePlan {}

  /**
   * Status changes.
   *
   * @param after the status to write
   * @param notes what is told about it
   */
  record Write(RestoreStatus after, List<Note> notes) implements KeptDatabasePlan {
    /** Copies the list. */
    public Write {
      notes = List.copyOf(notes);
    }
  }
}
