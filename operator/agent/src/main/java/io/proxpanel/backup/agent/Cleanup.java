package io.proxpanel.backup.agent;

import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What must be ended or removed however the work ends, also when the process is told to stop: the
 * newest first, each once. Something that is added after the end is ended at once.
 */
public final class Cleanup implements AutoCloseable {
  private final Deque<Entry> entries = new ArrayDeque<>();
  private boolean closed;

  /** Something to end; to be closed when it has come to its own end. */
  public interface Entry extends AutoCloseable {
    /** Ends it, unless that was done already. */
    @Override
    void close();
  }

  /** Adds something; {@code end} must not throw. */
  public Entry add(Runnable end) {
    Once entry = new Once(end);
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        entries.push(entry);
      }
    }
    if (late) {
      entry.close();
    }
    return entry;
  }

  /** Makes something and adds its end. */
  public interface Making<T> {
    /** Makes it; what it throws after leaves nothing. */
    T make() throws IOException, AgentException;
  }

  /**
   * Makes something whose end is added while it is made. The end of all waits for that: nothing can
   * be there whose end is not known.
   *
   * @throws AgentException {@code Interrupted} when the end has come before
   */
  public synchronized <T> T making(Making<T> making) throws IOException, AgentException {
    if (closed) {
      throw new AgentException(ErrorCode.Interrupted, "The agent was told to stop.");
    }
    return making.make();
  }

  /** How many things have not been ended yet. */
  public synchronized int size() {
    return entries.size();
  }

  @Override
  public void close() {
    Entry entry = next();
    while (entry != null) {
      entry.close();
      entry = next();
    }
  }

  private synchronized Entry next() {
    closed = true;
    return entries.poll();
  }

  private synchronized void forget(Entry entry) {
    entries.remove(entry);
  }

  private final class Once implements Entry {
    private final Runnable end;
    private boolean done;

    Once(Runnable end) {
      this.end = end;
    }

    /** Whoever comes second waits: the process may end as soon as this returns. */
    @Override
    public synchronized void close() {
      if (!done) {
        done = true;
        try {
          end.run();
        } finally {
          forget(this);
        }
      }
    }
  }
}
