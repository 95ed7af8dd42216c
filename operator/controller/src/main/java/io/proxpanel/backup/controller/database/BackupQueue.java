package io.proxpanel.backup.controller.database;

import io.proxpanel.backup.controller.database.DatabaseGate.Answer;
import io.proxpanel.backup.controller.database.DatabaseGate.Limit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * The order in which the Backups that wait get a place: round robin by namespace, and the oldest
 * first within one. A namespace with more Backups at work comes after one with fewer; of equal ones
 * comes first whose turn was longest ago. Whoever is held up by its own database is passed over and
 * holds up nobody. Pure, and one walk over all that wait.
 */
final class BackupQueue {
  private final Limits limits;
  private final Map<String, Integer> atWorkByNamespace = new HashMap<>();
  private final Map<DatabaseId, Integer> atWorkByDatabase = new HashMap<>();
  private final Map<DatabaseId, Integer> lineByDatabase = new HashMap<>();
  private final Map<DatabaseId, Integer> heldUpByDatabase = new HashMap<>();
  private final List<Claim> line = new ArrayList<>();
  private final Map<String, Answer.Queued> places = new HashMap<>();
  private final Set<String> next = new HashSet<>();
  private final int free;

  /** The Backups of one namespace that wait. */
  private static final class Lane {
    /** Fewer at work first, then whose turn was longest ago. */
    static final Comparator<Lane> ORDER =
        Comparator.<Lane>comparingInt(lane -> lane.rank).thenComparingLong(lane -> lane.turn);

    private final Queue<Claim> waiting = new ArrayDeque<>();
    private final long turn;
    private int rank;

    Lane(long turn, int rank) {
      this.turn = turn;
      this.rank = rank;
    }
  }

  /**
   * Walks the queue.
   *
   * @param atWork the Backups that work
   * @param waiting those that lack nothing but a place
   * @param turns when each namespace of those that wait had its turn, as a number that grows
   */
  BackupQueue(
      Limits limits, Collection<Claim> atWork, Collection<Claim> waiting, Map<String, Long> turns) {
    this.limits = limits;
    this.free = Math.max(0, limits.backups() - atWork.size());
    for (Claim claim : atWork) {
      atWorkByNamespace.merge(claim.namespace(), 1, Integer::sum);
      atWorkByDatabase.merge(claim.database(), 1, Integer::sum);
    }
    walk(lanes(waiting, turns));
    next().forEach(claim -> next.add(claim.uid()));
  }

  /** Those who may work now, in their order. */
  List<Claim> next() {
    return Collections.unmodifiableList(line.subList(0, Math.min(free, line.size())));
  }

  /** Whether this one may work now. */
  boolean mayEnter(String uid) {
    return next.contains(uid);
  }

  /** The place of one that waits. */
  Answer.Queued place(String uid) {
    return places.get(uid);
  }

  private Queue<Lane> lanes(Collection<Claim> waiting, Map<String, Long> turns) {
    Map<String, Lane> lanes = new HashMap<>();
    waiting.stream()
        .sorted(Claim.ORDER)
        .forEach(
            claim ->
                lanes
                    .computeIfAbsent(claim.namespace(), name -> lane(name, turns))
                    .waiting
                    .add(claim));
    Queue<Lane> all = new PriorityQueue<>(Lane.ORDER);
    all.addAll(lanes.values());
    return all;
  }

  private Lane lane(String namespace, Map<String, Long> turns) {
    return new Lane(turns.get(namespace), atWorkByNamespace.getOrDefault(namespace, 0));
  }

  private void walk(Queue<Lane> lanes) {
    while (!lanes.isEmpty()) {
      Lane lane = lanes.remove();
      if (takesPlace(lane.waiting.remove())) {
        lane.rank++;
      }
      if (!lane.waiting.isEmpty()) {
        lanes.add(lane);
      }
    }
  }

  private boolean takesPlace(Claim claim) {
    DatabaseId database = claim.database();
    int atWork = atWorkByDatabase.getOrDefault(database, 0);
    int before = lineByDatabase.getOrDefault(database, 0);
    if (limits.isDatabaseFull(atWork + before)) {
      int heldUp = heldUpByDatabase.merge(database, 1, Integer::sum) - 1;
      // What is in its way now, not what will be when those before it are in.
      places.put(
          claim.uid(),
          free > 0 || limits.isDatabaseFull(atWork)
              ? new Answer.Queued(Limit.DATABASE, before + heldUp)
              : new Answer.Queued(Limit.ALL, line.size() + heldUp));
      return false;
    }
    lineByDatabase.put(database, before + 1);
    places.put(claim.uid(), new Answer.Queued(Limit.ALL, line.size()));
    line.add(claim);
    return true;
  }
}
