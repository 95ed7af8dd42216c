package io.proxpanel.backup.agent.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Hands tasks out to sessions, the heaviest first, and none that would wait for a table that
 * another one has.
 */
final class LockSchedule {
  private final List<Task> waiting;
  private final List<Task> running = new ArrayList<>();
  private boolean stopped;

  /**
   * A task.
   *
   * @param entries numbers of the archive's entries
   * @param exclusive tables that nobody else may have meanwhile
   * @param shared tables that those may have that share them too
   * @param weight about how long it takes
   */
  record Task(Set<Integer> entries, Set<Integer> exclusive, Set<Integer> shared, long weight) {
    boolean conflicts(Task other) {
      return meet(exclusive, other.exclusive)
          || meet(exclusive, other.shared)
          || meet(shared, other.exclusive);
    }

    private static boolean meet(Set<Integer> one, Set<Integer> other) {
      return !Collections.disjoint(one, other);
    }
  }

  LockSchedule(List<Task> tasks) {
    this.waiting = new ArrayList<>(tasks);
    waiting.sort(Comparator.comparingLong(Task::weight).reversed());
  }

  /**
   * The next task; waits until there is one that nobody is in the way of.
   *
   * @return nothing when all were handed out, or none is to be begun any more
   */
  synchronized Optional<Task> take() throws InterruptedException {
    while (!stopped && !waiting.isEmpty()) {
      for (Task task : waiting) {
        if (running.stream().noneMatch(task::conflicts)) {
          waiting.remove(task);
          running.add(task);
          return Optional.of(task);
        }
      }
      wait();
    }
    return Optional.empty();
  }

  /** A task has come to its end. */
  synchronized void done(Task task) {
    running.remove(task);
    notifyAll();
  }

  /** No task is begun any more. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}
