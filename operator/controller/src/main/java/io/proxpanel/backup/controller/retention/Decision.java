package io.proxpanel.backup.controller.retention;

import java.util.List;

/**
 * Which backups stay and which go.
 *
 * @param kept those that stay, newest first
 * @param delete those that go, oldest first
 */
public record Decision(List<Kept> kept, List<Candidate> delete) {

  /** Copies the lists. */
  public Decision {
    kept = List.copyOf(kept);
    delete = List.copyOf(delete);
  }
}
