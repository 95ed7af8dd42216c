package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.controller.event.Note;
import java.time.Duration;
import java.util.List;

/** What to do now about copies that a Backup's own Job could not make. */
sealed interface CopyingPlan {

  /** Nothing is missing that could be made, or it was given up. */
  record Nothing() implements CopyingPlan {}

  /** Nothing changes until then. */
  record Sleep(Duration until) implements CopyingPlan {}

  /** The attempt is recorded: create its Job. */
  record Create(int attempt) implements CopyingPlan {}

  /**
   * Status changes.
   *
   * @param after the status to write
   * @param notes what is told about it
   */
  record Write(StoredStatus after, List<Note> notes) implements CopyingPlan {
    /** Copies the list. */
    public Write {
      notes = List.copyOf(notes);
    }
  }
}
