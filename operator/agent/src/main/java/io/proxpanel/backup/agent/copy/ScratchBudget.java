package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.util.concurrent.atomic.AtomicLong;

/** How much of the scratch space is left to files that are kept there at the same time. */
public final class ScratchBudget {
  private final Long limit;
  private final AtomicLong left;

  ScratchBudget(Long left, Long limit) {
    this.limit = limit;
    this.left = new AtomicLong(left == null ? Long.MAX_VALUE : left);
  }

  /**
   * Takes room.
   *
   * @throws AgentException {@code VolumeFull} when there is none
   */
  public void take(long bytes) throws AgentException {
    if (!tryTake(bytes)) {
      throw full(null);
    }
  }

  /** Takes room; false when there is none. */
  boolean tryTake(long bytes) {
    long before = left.getAndUpdate(room -> room < bytes ? room : room - bytes);
    return before >= bytes;
  }

  /** Bytes that can be taken. */
  long left() {
    return Math.max(0, left.get());
  }

  /** Gives room back. */
  public void give(long bytes) {
    left.addAndGet(bytes);
  }

  /** The failure when the archives do not fit. */
  public AgentException full(Throwable cause) {
    return new AgentException(
        ErrorCode.VolumeFull,
        "The Job's scratch space is full"
            + (limit == null ? "" : " (" + (limit >> 20) + " MiB)")
            + ": the archives of all routers lie there until the destinations have them; raise"
            + " jobTemplate.scratchSize.",
        cause);
  }
}
