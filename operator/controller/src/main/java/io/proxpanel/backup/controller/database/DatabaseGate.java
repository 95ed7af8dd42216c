package io.proxpanel.backup.controller.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets resources at a database, one decision at a time. What works and what waits is known from the
 * status of the resources; the gate remembers its own decisions only until the caches can be
 * trusted to show them, so that nothing is lost with the process and nothing stays shut because of
 * it.
 *
 * <p>A free place belongs to the first of the {@link BackupQueue} and is kept for it until it asks.
 * One that does not ask in time, for instance because the API server refuses its passes, is passed
 * over until it does.
 */
public final class DatabaseGate {
  /** Far longer than a cache lags while its watch works, and than a Backup takes to ask. */
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final Clock clock;
  private final Limits limits;
  private final Map<String, Entry> entered = new HashMap<>();

  /** Since when a place is kept for a Backup that waits, by UID. */
  private final Map<String, Instant> kept = new HashMap<>();

  /** When each namespace had its turn, or else began to wait. Without it, age alone decides. */
  private final Map<String, Long> turns = new HashMap<>();

  private long turn;

  private record Entry(Claim claim, Instant at) {}

  /** Of what there are too many. */
  public enum Limit {
    /** Backups. */
    ALL,
    /** Backups of one database. */
    DATABASE
  }

  /** What the gate says. */
  public sealed interface Answer {

    /** The resource may work. */
    record Entered() implements Answer {}

    /**
     * Others have to end first.
     *
     * @param blockers who they are, in their order
     */
    record Blocked(List<Claim> blockers) implements Answer {
      /** Copies the list. */
      public Blocked {
        blockers = List.copyOf(blockers);
      }

      /** The blockers, for a message about a resource of that namespace. */
      public String inWords(String readersNamespace) {
        return blockers.stream()
            .map(claim -> claim.inWords(readersNamespace))
            .collect(Collectors.joining(", "));
      }
    }

    /**
     * A Backup waits for a place.
     *
     * @param limit what it waits for
     * @param before how many that wait for the same come before it
     */
    record Queued(Limit limit, int before) implements Answer {}
  }

  /** A gate without memory. */
  public DatabaseGate(Clock clock, Limits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Asks to work on a database.
   *
   * @param wanted the claim of the resource that asks
   * @param observed claims of all resources, as their status tells
   */
  public synchronized Answer enter(Claim wanted, Collection<Claim> observed) {
    kept.remove(wanted.uid());
    Collection<Claim> others = others(wanted.uid(), observed);
    List<Claim> blockers =
        others.stream().filter(other -> blocks(other, wanted)).sorted(Claim.ORDER).toList();
    if (!blockers.isEmpty()) {
      return new Answer.Blocked(blockers);
    }
    if (wanted.kind() == Claim.Kind.BACKUP) {
      BackupQueue queue = queue(others, Stream.of(wanted.at(Claim.Stage.WAITING)));
      if (!queue.mayEnter(wanted.uid())) {
        return queue.place(wanted.uid());
      }
      turns.put(wanted.namespace(), ++turn);
      kept.remove(wanted.uid());
    }
    entered.put(wanted.uid(), new Entry(wanted.at(Claim.Stage.ACTIVE), clock.instant()));
    return new Answer.Entered();
  }

  /**
   * The Backups for which there is a place now, in their order.
   *
   * @param observed claims of all resources, as their status tells
   */
  public synchronized List<Claim> next(Collection<Claim> observed) {
    return List.copyOf(queue(others(null, observed), Stream.of()).next());
  }

  /** The resource does not work any more. */
  public synchronized void leave(String uid) {
    entered.remove(uid);
  }

  /** Restores that were let in a moment ago and read the file of that Backup. */
  public synchronized List<Claim> readersOf(String backupUid) {
    forget();
    return entered.values().stream()
        .map(Entry::claim)
        .filter(claim -> backupUid.equals(claim.backupUid()))
        .toList();
  }

  private Collection<Claim> others(String uid, Collection<Claim> observed) {
    forget();
    Map<String, Claim> others = new LinkedHashMap<>();
    observed.forEach(claim -> others.put(claim.uid(), claim));
    entered.forEach((each, entry) -> others.put(each, entry.claim()));
    others.remove(uid);
    return others.values();
  }

  private void forget() {
    Instant oldest = clock.instant().minus(MEMORY);
    entered.values().removeIf(entry -> entry.at().isBefore(oldest));
  }

  private BackupQueue queue(Collection<Claim> claims, Stream<Claim> asking) {
    List<Claim> atWork = backups(claims, Claim.Stage.ACTIVE).toList();
    Set<DatabaseId> restored =
        claims.stream()
            .filter(claim -> claim.kind() == Claim.Kind.RESTORE)
            .map(Claim::database)
            .collect(Collectors.toSet());
    List<Claim> waiting = Stream.concat(backups(claims, Claim.Stage.WAITING), asking).toList();
    giveTurns(atWork, waiting);
    List<Claim> ready =
        waiting.stream()
            .filter(claim -> !restored.contains(claim.database()) && isAwake(claim))
            .toList();
    BackupQueue queue = new BackupQueue(limits, atWork, ready, turns);
    keep(waiting, queue.next());
    return queue;
  }

  private static Stream<Claim> backups(Collection<Claim> claims, Claim.Stage stage) {
    return claims.stream()
        .filter(claim -> claim.kind() == Claim.Kind.BACKUP && claim.stage() == stage);
  }

  /** One that begins to wait comes after those that wait already, though they had turns. */
  private void giveTurns(List<Claim> atWork, List<Claim> waiting) {
    turns
        .keySet()
        .retainAll(
            Stream.concat(atWork.stream(), waiting.stream())
                .map(Claim::namespace)
                .collect(Collectors.toSet()));
    List<Claim> newcomers =
        waiting.stream()
            .filter(claim -> !turns.containsKey(claim.namespace()))
            .sorted(Claim.ORDER)
            .toList();
    for (Claim newcomer : newcomers) {
      if (!turns.containsKey(newcomer.namespace())) {
        turns.put(newcomer.namespace(), ++turn);
      }
    }
  }

  private boolean isAwake(Claim waiting) {
    Instant since = kept.get(waiting.uid());
    return since == null || !since.isBefore(clock.instant().minus(MEMORY));
  }

  private void keep(List<Claim> waiting, List<Claim> next) {
    if (!kept.isEmpty()) {
      kept.keySet().retainAll(waiting.stream().map(Claim::uid).collect(Collectors.toSet()));
    }
    next.forEach(claim -> kept.putIfAbsent(claim.uid(), clock.instant()));
  }

  private static boolean blocks(Claim other, Claim wanted) {
    if (!other.database().equals(wanted.database())) {
      return false;
    }
    if (wanted.kind() == Claim.Kind.BACKUP) {
      return other.kind() == Claim.Kind.RESTORE;
    }
    return other.stage() == Claim.Stage.ACTIVE
        || (other.kind() == Claim.Kind.RESTORE && Claim.ORDER.compare(other, wanted) < 0);
  }
}
