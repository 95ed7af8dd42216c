package io.proxpanel.backup.controller.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.controller.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseGateTest {
  private static final DatabaseId DB = new DatabaseId("db.isp", 5432, "proxpanel");
  private static final DatabaseId OTHER = new DatabaseId("db.isp", 5432, "other");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final SettableClock clock = new SettableClock(NOON);
  private final DatabaseGate gate = new DatabaseGate(clock, 2);

  private static Claim backup(String name, DatabaseId database) {
    return new Claim(
        database, Claim.Kind.BACKUP, Claim.Stage.ACTIVE, "isp", name, "b-" + name, NOON, null);
  }

  private static Claim restore(String name, Instant createdAt, Claim.Stage stage) {
    return new Claim(
        DB, Claim.Kind.RESTORE, stage, "isp", name, "r-" + name, createdAt, "uid-of-" + name);
  }

  private static Claim waiting(String name, int seconds) {
    return restore(name, NOON.plusSeconds(seconds), Claim.Stage.WAITING);
  }

  @Test
  void letsBackupsInTogetherUpToALimit() {
    assertThat(gate.enter(backup("a", DB), List.of()).entered()).isTrue();
    assertThat(gate.enter(backup("b", OTHER), List.of()).entered()).isTrue();

    DatabaseGate.Answer third = gate.enter(backup("c", OTHER), List.of());

    assertThat(third.entered()).isFalse();
    assertThat(third.blockers()).isEmpty();
    gate.leave("b-a");
    assertThat(gate.enter(backup("c", OTHER), List.of()).entered()).isTrue();
  }

  @Test
  void doesNotCountTheOneThatAsks() {
    assertThat(gate.enter(backup("a", DB), List.of(backup("a", DB), backup("b", DB))).entered())
        .isTrue();
    assertThat(gate.enter(backup("a", DB), List.of(backup("b", DB))).entered()).isTrue();
  }

  @Test
  void letsOneRestoreInAtATime() {
    Claim first = waiting("first", 0);
    Claim second = waiting("second", 1);

    assertThat(gate.enter(first, List.of(first, second)).entered()).isTrue();
    assertThat(gate.enter(second, List.of()).blockers())
        .extracting(Claim::name)
        .containsExactly("first");
  }

  @Test
  void theOlderRestoreComesFirstAndOfOneSecondTheSmallerName() {
    Claim older = waiting("z", 0);
    Claim younger = waiting("a", 1);
    Claim sameAge = waiting("b", 1);

    assertThat(gate.enter(younger, List.of(older)).entered()).isFalse();
    assertThat(gate.enter(sameAge, List.of(younger)).entered()).isFalse();
    assertThat(gate.enter(older, List.of(younger, sameAge)).entered()).isTrue();
  }

  @Test
  void aBackupWaitsForARestoreThatWorksOrWaits() {
    assertThat(gate.enter(backup("a", DB), List.of(waiting("r", 5))).entered()).isFalse();
    assertThat(gate.enter(backup("a", OTHER), List.of(waiting("r", 5))).entered()).isTrue();
  }

  @Test
  void aRestoreWaitsForRunningBackupsOfItsDatabaseOnly() {
    assertThat(gate.enter(waiting("r", 0), List.of(backup("a", DB))).blockers())
        .extracting(claim -> claim.inWords("other"))
        .containsExactly("Backup \"a\" of the namespace \"isp\"");
    assertThat(gate.enter(waiting("r", 0), List.of(backup("a", OTHER))).entered()).isTrue();
  }

  @Test
  void doesNotStayShutBecauseOfWhatItForgotToHear() {
    gate.enter(waiting("r", 0), List.of());
    assertThat(gate.enter(backup("a", DB), List.of()).entered()).isFalse();
    assertThat(gate.readersOf("uid-of-r")).hasSize(1);

    clock.forward(Duration.ofMinutes(2));

    assertThat(gate.enter(backup("a", DB), List.of()).entered()).isTrue();
    assertThat(gate.readersOf("uid-of-r")).isEmpty();
  }
}
