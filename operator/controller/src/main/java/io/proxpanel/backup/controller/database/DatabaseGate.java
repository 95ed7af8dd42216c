package io.proxpanel.backup.controller.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lets resources at a database, one decision at a time. What works is known from the status of the
 * resources; the gate remembers its own decisions only until the caches can be trusted to show
 * them, so that nothing is lost with the process and nothing stays shut because of it.
 */
public final class DatabaseGate {
  /** Far longer than a cache lags while its watch works. */
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final Clock clock;
  private final int maxBackups;
  private final Map<String, Entry> entered = new HashMap<>();

  private record Entry(Claim claim, Instant at) {}

  /**
   * What the gate says.
   *
   * @param entered whether the resource may work
   * @param blockers who has to end first; empty when there are just too many Backups
   */
  public record Answer(boolean entered, List<Claim> blockers) {

    /** The blockers, for a message about a resource of that namespace. */
    public String blockersInWords(String readersNamespace) {
      return blockers.stream()
          .map(claim -> claim.inWords(readersNamespace))
          .collect(Collectors.joining(", "));
    }
  }

  /**
   * A gate without memory.
   *
   * @param maxBackups how many Backups may work at the same time, on whatever database
   */
  public DatabaseGate(Clock clock, int maxBackups) {
    this.clock = clock;
    this.maxBackups = maxBackups;
  }

  /**
   * Asks to work on a database.
   *
   * @param wanted the claim of the resource that asks
   * @param observed claims of all resources, as their status tells
   */
  public synchronized Answer enter(Claim wanted, Collection<Claim> observed) {
    Collection<Claim> others = others(wanted, observed);
    List<Claim> blockers =
        others.stream().filter(other -> blocks(other, wanted)).sorted(Claim.ORDER).toList();
    if (!blockers.isEmpty()) {
      return new Answer(false, blockers);
    }
    if (wanted.kind() == Claim.Kind.BACKUP && active(others) >= maxBackups) {
      return new Answer(false, List.of());
    }
    entered.put(wanted.uid(), new Entry(wanted.at(Claim.Stage.ACTIVE), clock.instant()));
    return new Answer(true, List.of());
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

  private Collection<Claim> others(Claim wanted, Collection<Claim> observed) {
    forget();
    Map<String, Claim> others = new LinkedHashMap<>();
    observed.forEach(claim -> others.put(claim.uid(), claim));
    entered.forEach((uid, entry) -> others.put(uid, entry.claim()));
    others.remove(wanted.uid());
    return others.values();
  }

  private void forget() {
    Instant oldest = clock.instant().minus(MEMORY);
    entered.values().removeIf(entry -> entry.at().isBefore(oldest));
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

  private static long active(Collection<Claim> claims) {
    return claims.stream()
        .filter(c -> c.kind() == Claim.Kind.BACKUP && c.stage() == Claim.Stage.ACTIVE)
        .count();
  }
}
