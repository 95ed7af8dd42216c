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
  private final DatabaseGate gate = new DatabaseGate(clock, new Limits(2, 2));

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

  private boolean enters(Claim claim, Claim... observed) {
    return gate.enter(claim, List.of(observed)) instanceof DatabaseGate.Answer.Entered;
  }

  private List<Claim> blockers(Claim claim, Claim... observed) {
    return ((DatabaseGate.Answer.Blocked) gate.enter(claim, List.of(observed))).blockers();
  }

  @Test
  void letsBackupsInTogetherUpToALimit() {
    assertThat(enters(backup("a", DB))).isTrue();
    assertThat(enters(backup("b", OTHER))).isTrue();

    assertThat(gate.enter(backup("c", OTHER), List.of()))
        .isEqualTo(new DatabaseGate.Answer.Queued(DatabaseGate.Limit.ALL, 0));
    gate.leave("b-a");
    assertThat(enters(backup("c", OTHER))).isTrue();
  }

  @Test
  void doesNotCountTheOneThatAsks() {
    assertThat(enters(backup("a", DB), backup("a", DB), backup("b", DB))).isTrue();
    assertThat(enters(backup("a", DB), backup("b", DB))).isTrue();
  }

  @Test
  void letsOneRestoreInAtATime() {
    Claim first = waiting("first", 0);
    Claim second = waiting("second", 1);

    assertThat(enters(first, first, second)).isTrue();
    assertThat(blockers(second)).extracting(Claim::name).containsExactly("first");
  }

  @Test
  void theOlderRestoreComesFirstAndOfOneSecondTheSmallerName() {
    Claim older = waiting("z", 0);
    Claim younger = waiting("a", 1);
    Claim sameAge = waiting("b", 1);

    assertThat(enters(younger, older)).isFalse();
    assertThat(enters(sameAge, younger)).isFalse();
    assertThat(enters(older, younger, sameAge)).isTrue();
  }

  @Test
  void aBackupWaitsForARestoreThatWorksOrWaits() {
    assertThat(enters(backup("a", DB), waiting("r", 5))).isFalse();
    assertThat(enters(backup("a", OTHER), waiting("r", 5))).isTrue();
  }

  @Test
  void aRestoreWaitsForRunningBackupsOfItsDatabaseOnly() {
    assertThat(blockers(waiting("r", 0), backup("a", DB)))
        .extracting(claim -> claim.inWords("other"))
        .containsExactly("Backup \"a\" of the namespace \"isp\"");
    assertThat(enters(waiting("r", 0), backup("a", OTHER))).isTrue();
  }

  @Test
  void doesNotStayShutBecauseOfWhatItForgotToHear() {
    assertThat(enters(waiting("r", 0))).isTrue();
    assertThat(enters(backup("a", DB))).isFalse();
    assertThat(gate.readersOf("uid-of-r")).hasSize(1);

    clock.forward(Duration.ofMinutes(2));

    assertThat(enters(backup("a", DB))).isTrue();
    assertThat(gate.readersOf("uid-of-r")).isEmpty();
  }
}
