package io.proxpanel.backup.controller.deletion;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What to do about the file of a Backup that is being deleted. */
sealed interface DeletionPlan {

  /**
   * The resource may go.
   *
   * @param notes what became of the file
   */
  record LetGo(List<Note> notes) implements DeletionPlan {
    /** Copies the list. */
    public LetGo {
      notes = List.copyOf(notes);
    }
  }

  /** These Jobs are in the way and have to go first. */
  record Stop(List<Job> jobs, Verdict verdict) implements DeletionPlan {}

  /**
   * Run a delete Job.
   *
   * @param goneClaims claims that the Job cannot mount
   */
  record Create(int attempt, Verdict verdict, Set<String> goneClaims) implements DeletionPlan {
    /** Copies the set. */
    public Create {
      goneClaims = Set.copyOf(goneClaims);
    }
  }

  /** Nothing to do but to say how it stands, and to look again after a while. */
  record Wait(Verdict verdict, Duration lookAgain) implements DeletionPlan {}
}
