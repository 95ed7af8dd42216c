package io.proxpanel.backup.controller.deletion;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What to do about the file of a Backup that is being deleted. */
sealed interface DeletionPlan {

  /** The resource may go. */
  record LetGo(Optional<Note> note) implements DeletionPlan {}

  /** Jobs that may still write the file have to end first. */
  record Stop(List<Job> jobs, Verdict verdict) implements DeletionPlan {}

  /** Run a delete Job. */
  record Create(int attempt, Verdict verdict) implements DeletionPlan {}

  /** Nothing to do but to say how it stands, and to look again after a while. */
  record Wait(Verdict verdict, Duration lookAgain) implements DeletionPlan {}
}
