package io.proxpanel.backup.controller.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.controller.database.DatabaseGate.Answer;
import io.proxpanel.backup.controller.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hundreds of Backups come and go: the limits hold, no place stays free and everybody gets one. */
class FairQueueTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final int BACKUPS = 400;
  private static final int NAMESPACES = 7;
  private static final Limits LIMITS = new Limits(5, 2);

  /** Far more than it takes: five at a time, each for five steps on average. */
  private static final int MOST_STEPS = 20 * BACKUPS;

  /** A cluster in which Backups of several namespaces come, ask, work and end at random. */
  private static final class World {
    private final String seed;
    private final Random random;
    private final SettableClock clock = new SettableClock(NOON);
    private final Map<String, Claim> observed = new LinkedHashMap<>();
    private DatabaseGate gate = new DatabaseGate(clock, LIMITS);
    private int created;
    private int ended;

    World(long seed) {
      this.seed = "seed " + seed;
      this.random = new Random(seed);
    }

    void step() {
      clock.forward(Duration.ofSeconds(1));
      if (created < BACKUPS && random.nextInt(3) > 0) {
        IntStream.rangeClosed(0, random.nextInt(3)).forEach(i -> create());
      }
      restores();
      all(Claim.Kind.BACKUP, Claim.Stage.ACTIVE).stream()
          .filter(claim -> random.nextInt(5) == 0)
          .forEach(this::end);
      if (random.nextInt(50) == 0) {
        // Another process goes on, without memory.
        gate = new DatabaseGate(clock, LIMITS);
      }
      // Some look because their pause is over, and the others because they are woken.
      ask(
          all(Claim.Kind.BACKUP, Claim.Stage.WAITING).stream()
              .filter(claim -> random.nextInt(10) == 0)
              .toList());
      while (!gate.next(observed.values()).isEmpty()) {
        int waiting = all(Claim.Kind.BACKUP, Claim.Stage.WAITING).size();
        ask(gate.next(observed.values()));
        assertThat(all(Claim.Kind.BACKUP, Claim.Stage.WAITING).size())
            .as("%s: those that were woken come in", seed)
            .isLessThan(waiting);
      }
      check();
    }

    /** Half of all Backups are of one namespace; there are more of them than databases. */
    private void create() {
      int namespace = coin() ? 0 : random.nextInt(NAMESPACES);
      put("b" + created++, Claim.Kind.BACKUP, namespace);
    }

    private void restores() {
      for (Claim restore : all(Claim.Kind.RESTORE, Claim.Stage.ACTIVE)) {
        if (random.nextInt(5) == 0) {
          end(restore);
        }
      }
      if (created < BACKUPS && random.nextInt(10) == 0) {
        put("r" + random.nextInt(), Claim.Kind.RESTORE, random.nextInt(NAMESPACES));
      }
      ask(all(Claim.Kind.RESTORE, Claim.Stage.WAITING));
    }

    private void put(String name, Claim.Kind kind, int namespace) {
      observed.put(
          name,
          new Claim(
              new DatabaseId("db" + random.nextInt(2) + ".ns" + namespace, 5432, "panel"),
              kind,
              Claim.Stage.WAITING,
              "ns" + namespace,
              name,
              name,
              clock.instant(),
              null));
    }

    private boolean coin() {
      return random.nextBoolean();
    }

    private void ask(Collection<Claim> claims) {
      List<Claim> shuffled = new ArrayList<>(claims);
      Collections.shuffle(shuffled, random);
      for (Claim claim : shuffled) {
        if (gate.enter(claim, observed.values()) instanceof Answer.Entered) {
          observed.put(claim.uid(), claim.at(Claim.Stage.ACTIVE));
        }
      }
    }

    private void end(Claim claim) {
      gate.leave(claim.uid());
      observed.remove(claim.uid());
      ended += claim.kind() == Claim.Kind.BACKUP ? 1 : 0;
    }

    private List<Claim> all(Claim.Kind kind, Claim.Stage stage) {
      return observed.values().stream()
          .filter(claim -> claim.kind() == kind && claim.stage() == stage)
          .toList();
    }

    private void check() {
      Map<DatabaseId, Integer> byDatabase = new HashMap<>();
      List<Claim> atWork = all(Claim.Kind.BACKUP, Claim.Stage.ACTIVE);
      atWork.forEach(claim -> byDatabase.merge(claim.database(), 1, Integer::sum));
      assertThat(atWork).as(seed).hasSizeLessThanOrEqualTo(LIMITS.backups());
      assertThat(byDatabase.values()).as(seed).allMatch(n -> n <= LIMITS.perDatabase());
      assertThat(all(Claim.Kind.RESTORE, Claim.Stage.ACTIVE))
          .as(seed)
          .allMatch(restore -> !byDatabase.containsKey(restore.database()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyBackupGetsAPlaceAndNoLimitIsExceeded(long seed) {
    World world = new World(seed);
    int steps = 0;
    while (world.ended < BACKUPS && steps++ < MOST_STEPS) {
      world.step();
    }

    assertThat(world.ended).as(world.seed).isGreaterThanOrEqualTo(BACKUPS);
  }

  /** Each namespace has its turn once before any has it twice, whoever asks when. */
  @Test
  void aNewcomerWaitsForOneBackupOfEachNamespaceAtMost() {
    long seed = 20261123;
    Random random = new Random(seed);
    DatabaseGate gate = new DatabaseGate(new SettableClock(NOON), new Limits(3, 3));
    Map<String, Claim> observed = new LinkedHashMap<>();
    for (int i = 0; i < 200; i++) {
      add(observed, "ns" + i % 20, "old" + i, i);
    }
    for (int round = 0; round < 50; round++) {
      enterOne(gate, observed, random);
    }
    add(observed, "new", "newcomer", 1000);
    int before = 0;
    while (before < 200 && observed.get("newcomer").stage() == Claim.Stage.WAITING) {
      add(observed, "ns" + random.nextInt(20), "young" + before, 2000 + before);
      enterOne(gate, observed, random);
      before++;
    }

    assertThat(before).as("seed %d", seed).isLessThanOrEqualTo(21);
  }

  private static void add(Map<String, Claim> observed, String namespace, String name, int second) {
    observed.put(
        name,
        new Claim(
            new DatabaseId("db", 5432, name),
            Claim.Kind.BACKUP,
            Claim.Stage.WAITING,
            namespace,
            name,
            name,
            NOON.plusSeconds(second),
            null));
  }

  /** All ask in a random order until one comes in; a random one that works ends before. */
  private static void enterOne(DatabaseGate gate, Map<String, Claim> observed, Random random) {
    List<Claim> claims = new ArrayList<>(observed.values());
    Collections.shuffle(claims, random);
    if (claims.stream().filter(claim -> claim.stage() == Claim.Stage.ACTIVE).count() == 3) {
      claims.stream()
          .filter(claim -> claim.stage() == Claim.Stage.ACTIVE)
          .findFirst()
          .ifPresent(
              claim -> {
                gate.leave(claim.uid());
                observed.remove(claim.uid());
                claims.remove(claim);
              });
    }
    for (Claim claim : claims) {
      if (claim.stage() == Claim.Stage.WAITING
          && gate.enter(claim, observed.values()) instanceof Answer.Entered) {
        observed.put(claim.uid(), claim.at(Claim.Stage.ACTIVE));
        return;
      }
    }
    throw new AssertionError("nobody came in");
  }
}
