package io.proxpanel.backup.controller.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.controller.database.DatabaseGate.Answer;
import io.proxpanel.backup.controller.database.DatabaseGate.Limit;
import io.proxpanel.backup.controller.fake.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order in which Backups come in. */
class DatabaseGateQueueTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final SettableClock clock = new SettableClock(NOON);
  private final List<Claim> observed = new ArrayList<>();
  private DatabaseGate gate = gate(1, 1);

  private DatabaseGate gate(int backups, int perDatabase) {
    return new DatabaseGate(clock, new Limits(backups, perDatabase));
  }

  private static DatabaseId database(String name) {
    return new DatabaseId("db.isp", 5432, name);
  }

  private Claim add(String namespace, String name, int second, String database, Claim.Stage stage) {
    Claim claim =
        new Claim(
            database(database),
            Claim.Kind.BACKUP,
            stage,
            namespace,
            name,
            namespace + "/" + name,
            NOON.plusSeconds(second),
            null);
    observed.add(claim);
    return claim;
  }

  /** One that waits, of a database of its own. */
  private Claim waiting(String namespace, String name, int second) {
    return add(namespace, name, second, namespace + "-" + name, Claim.Stage.WAITING);
  }

  private Claim waiting(String namespace, String name, int second, String database) {
    return add(namespace, name, second, database, Claim.Stage.WAITING);
  }

  private Claim atWork(String namespace, String name, String database) {
    return add(namespace, name, 0, database, Claim.Stage.ACTIVE);
  }

  private void addRestore(String database, Claim.Stage stage) {
    observed.add(
        new Claim(
            database(database), Claim.Kind.RESTORE, stage, "isp", "undo", "undo", NOON, "backup"));
  }

  private Answer ask(Claim claim) {
    return gate.enter(claim.at(Claim.Stage.ACTIVE), observed);
  }

  private void end(Claim claim) {
    gate.leave(claim.uid());
    observed.removeIf(each -> each.uid().equals(claim.uid()));
  }

  /** Lets one in after the other, each when the one before has ended. */
  private List<String> order() {
    List<String> order = new ArrayList<>();
    while (!gate.next(observed).isEmpty()) {
      Claim next = gate.next(observed).get(0);
      order.add(next.name());
      assertThat(ask(next)).isEqualTo(new Answer.Entered());
      end(next);
    }
    return order;
  }

  private static Answer queued(int before) {
    return new Answer.Queued(Limit.ALL, before);
  }

  private static Answer queuedAtDatabase(int before) {
    return new Answer.Queued(Limit.DATABASE, before);
  }

  @Test
  void theOldestOfANamespaceComesFirstWhoeverAsksFirst() {
    Claim young = waiting("isp", "a", 1);
    Claim old = waiting("isp", "z", 0);

    assertThat(ask(young)).isEqualTo(queued(1));
    assertThat(ask(old)).isEqualTo(new Answer.Entered());
    assertThat(ask(young)).isEqualTo(queued(0));
  }

  @Test
  void ofOneSecondTheSmallerNamespaceAndNameComeFirst() {
    waiting("b", "first", 0);
    waiting("a", "second", 0);
    waiting("a", "first", 0);

    assertThat(gate.next(observed)).extracting(Claim::uid).containsExactly("a/first");
    assertThat(order()).containsExactly("first", "first", "second");
  }

  @Test
  void namespacesTakeTurns() {
    IntStream.range(0, 4).forEach(i -> waiting("large", "l" + i, i));
    IntStream.range(0, 2).forEach(i -> waiting("small", "s" + i, 10 + i));
    waiting("tiny", "t0", 20);

    assertThat(order()).containsExactly("l0", "s0", "t0", "l1", "s1", "l2", "l3");
  }

  @Test
  void aNamespaceThatBeginsToWaitComesAfterThoseThatWaitAlready() {
    waiting("a", "a0", 0);
    Claim second = waiting("a", "a1", 1);
    Claim other = waiting("b", "b0", 2);
    assertThat(ask(observed.get(0))).isEqualTo(new Answer.Entered());
    assertThat(ask(second)).isEqualTo(queued(1));
    // Though nothing of this namespace ever ran.
    Claim late = waiting("c", "c0", 3);
    assertThat(ask(late)).isEqualTo(queued(1));
    assertThat(ask(other)).isEqualTo(queued(0));

    end(observed.get(0));

    assertThat(order()).containsExactly("b0", "a1", "c0");
  }

  @Test
  void aNamespaceWithBackupsAtWorkComesAfterOneWithFewer() {
    gate = gate(4, 4);
    atWork("busy", "b0", "x");
    atWork("busy", "b1", "y");
    atWork("calm", "c0", "z");
    Claim busy = waiting("busy", "b2", 0);
    Claim calm = waiting("calm", "c1", 5);
    Claim calmer = waiting("calm", "c2", 6);

    assertThat(ask(busy)).isEqualTo(queued(1));
    assertThat(ask(calmer)).isEqualTo(queued(2));
    assertThat(ask(calm)).isEqualTo(new Answer.Entered());
  }

  @Test
  void allForWhomThereIsAPlaceComeInInWhateverOrderTheyAsk() {
    gate = gate(3, 3);
    List<Claim> claims = IntStream.range(0, 4).mapToObj(i -> waiting("isp", "b" + i, i)).toList();

    assertThat(ask(claims.get(3))).isEqualTo(queued(3));
    assertThat(ask(claims.get(2))).isEqualTo(new Answer.Entered());
    assertThat(ask(claims.get(1))).isEqualTo(new Answer.Entered());
    assertThat(ask(claims.get(3))).isEqualTo(queued(1));
    assertThat(ask(claims.get(0))).isEqualTo(new Answer.Entered());
  }

  @Test
  void noMoreBackupsOfOneDatabaseThanAllowed() {
    gate = gate(10, 2);
    atWork("isp", "a0", "panel");
    Claim first = waiting("isp", "a1", 1, "panel");
    Claim second = waiting("isp", "a2", 2, "panel");
    Claim third = waiting("isp", "a3", 3, "panel");
    Claim other = waiting("isp", "b", 4, "other");

    assertThat(ask(second)).isEqualTo(queuedAtDatabase(1));
    assertThat(ask(third)).isEqualTo(queuedAtDatabase(2));
    assertThat(ask(other)).isEqualTo(new Answer.Entered());
    assertThat(ask(first)).isEqualTo(new Answer.Entered());
    assertThat(ask(second)).isEqualTo(queuedAtDatabase(0));
    end(first);
    assertThat(ask(second)).isEqualTo(new Answer.Entered());
  }

  @Test
  void aDatabaseLimitThatIsNotBelowTheOtherOneIsNotWhatIsWaitedFor() {
    gate = gate(2, 5);
    atWork("isp", "a0", "panel");
    atWork("isp", "a1", "panel");

    assertThat(ask(waiting("isp", "a2", 1, "panel"))).isEqualTo(queued(0));
  }

  @Test
  void saysThatTheDatabaseIsFullOnlyWhileThatIsInTheWay() {
    gate = gate(3, 2);
    atWork("other", "x", "x");
    atWork("other", "y", "y");
    Claim last = atWork("other", "z", "z");
    List<Claim> claims =
        IntStream.range(0, 4).mapToObj(i -> waiting("isp", "b" + i, i, "panel")).toList();

    assertThat(claims).map(this::ask).containsExactly(queued(0), queued(1), queued(2), queued(3));
    end(last);
    assertThat(ask(claims.get(2))).isEqualTo(queuedAtDatabase(2));
    assertThat(ask(claims.get(1))).isEqualTo(queued(1));
  }

  @Test
  void whoeverIsHeldUpByItsDatabaseHoldsUpNobody() {
    gate = gate(2, 1);
    atWork("isp", "a0", "panel");
    IntStream.range(0, 50).forEach(i -> waiting("isp", "held" + i, i, "panel"));
    // Its own namespace has fifty older ones, and the other one a younger one.
    Claim same = waiting("isp", "same", 60);
    Claim other = waiting("other", "other", 70);

    assertThat(ask(same)).isEqualTo(queued(1));
    assertThat(ask(other)).isEqualTo(new Answer.Entered());
    end(other);
    assertThat(ask(same)).isEqualTo(new Answer.Entered());
  }

  @Test
  void whoeverIsHeldUpByARestoreHoldsUpNobody() {
    addRestore("panel", Claim.Stage.WAITING);
    Claim held = waiting("isp", "held", 0, "panel");
    Claim other = waiting("isp", "other", 1);

    assertThat(ask(held)).isInstanceOf(Answer.Blocked.class);
    assertThat(ask(other)).isEqualTo(new Answer.Entered());
  }

  @Test
  void waitingBackupsDoNotHoldUpARestore() {
    Claim restore =
        new Claim(
            database("panel"),
            Claim.Kind.RESTORE,
            Claim.Stage.ACTIVE,
            "isp",
            "undo",
            "undo",
            NOON.plusSeconds(60),
            "backup");
    waiting("isp", "b", 0, "panel");

    assertThat(gate.enter(restore, observed)).isEqualTo(new Answer.Entered());
  }

  @Test
  void aPlaceIsKeptForAMinuteForOneThatDoesNotAsk() {
    Claim silent = waiting("isp", "silent", 0);
    Claim next = waiting("isp", "next", 1);

    assertThat(ask(next)).isEqualTo(queued(1));
    clock.forward(Duration.ofSeconds(60));
    assertThat(ask(next)).isEqualTo(queued(1));
    clock.forward(Duration.ofSeconds(1));
    assertThat(gate.next(observed)).containsExactly(next);
    assertThat(ask(next)).isEqualTo(new Answer.Entered());

    end(next);
    Claim last = waiting("isp", "last", 2);
    assertThat(ask(last)).isEqualTo(new Answer.Entered());
    // It has its place in the line again as soon as it asks.
    assertThat(ask(silent)).isEqualTo(queued(0));
    end(last);
    assertThat(ask(waiting("isp", "later", 3))).isEqualTo(queued(1));
    assertThat(ask(silent)).isEqualTo(new Answer.Entered());
  }

  @Test
  void saysForWhomThereIsAPlace() {
    gate = gate(3, 1);
    atWork("isp", "a", "panel");
    waiting("isp", "held", 0, "panel");
    addRestore("restored", Claim.Stage.ACTIVE);
    waiting("isp", "restored", 1, "restored");
    waiting("isp", "third", 4);
    waiting("isp", "first", 2);
    waiting("isp", "second", 3);

    assertThat(gate.next(observed)).extracting(Claim::name).containsExactly("first", "second");
  }

  @Test
  void thereIsNoPlaceWhenMoreWorkThanAllowed() {
    atWork("isp", "a", "x");
    atWork("isp", "b", "y");
    Claim waiting = waiting("isp", "c", 0);

    assertThat(ask(waiting)).isEqualTo(queued(0));
    assertThat(gate.next(observed)).isEmpty();
  }
}
