package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Every change, in order, for those who watch; the oldest are forgotten. */
final class EventLog {
  private static final int MOST = 20_000;

  private final Deque<Change> changes = new ArrayDeque<>();
  private long forgotten;
  private boolean closed;

  /** What happened to an object. */
  enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }

  /**
   * A change.
   *
   * @param version resource version of the change
   * @param kind of change
   * @param type of the object
   * @param object as it is now, or as it was last
   * @param previous as it was before; null when it was added
   */
  record Change(
      long version, Kind kind, ResourceType type, ObjectNode object, ObjectNode previous) {}

  synchronized void append(Change change) {
    changes.addLast(change);
    if (changes.size() > MOST) {
      forgotten = changes.removeFirst().version();
    }
    notifyAll();
  }

  /**
   * Waits for changes after a version.
   *
   * @return an empty list when there was none in that time
   * @throws ApiException when changes after that version have been forgotten
   */
  synchronized List<Change> after(long version, long millis) throws InterruptedException {
    if (version < forgotten) {
      throw ApiException.gone(version);
    }
    long end = System.nanoTime() + millis * 1_000_000;
    while (!closed && (changes.isEmpty() || changes.getLast().version() <= version)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return List.of();
      }
      wait(left);
    }
    Deque<Change> found = new ArrayDeque<>();
    for (var each = changes.descendingIterator(); each.hasNext(); ) {
      Change change = each.next();
      if (change.version() <= version) {
        break;
      }
      found.addFirst(change);
    }
    return List.copyOf(found);
  }

  /** Whether nothing will come any more. */
  synchronized boolean isClosed() {
    return closed;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
