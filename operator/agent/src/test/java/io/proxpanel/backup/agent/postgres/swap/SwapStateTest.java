package io.proxpanel.backup.agent.postgres.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.agent.postgres.swap.SwapState.Next;
import io.proxpanel.backup.agent.postgres.swap.SwapState.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SwapStateTest {
  private static final String UID = "12345678-uid";
  private static final String NEW = "live_restore_12345678";
  private static final String KEPT = "live_kept_20261201120005";

  @Test
  void beginsWithANewDatabase() {
    assertThat(SwapState.of(List.of(plain("live")), "live", UID))
        .isEqualTo(new SwapState(Next.CREATE, NEW, null, null));
  }

  @Test
  void passesByADatabaseOfSomebodyElseThatHasTheName() {
    assertThat(SwapState.of(List.of(plain("live"), plain(NEW)), "live", UID))
        .isEqualTo(new SwapState(Next.CREATE, NEW + "_2", null, null));
  }

  @Test
  void dropsWhatAnAttemptThatDiedHasLeft() {
    for (Seen left :
        List.of(
            marked(NEW, Marker.Kind.LOADING, UID, true, true),
            marked(NEW, Marker.Kind.LOADING, UID, false, true),
            marked(NEW, Marker.Kind.LOADING, UID, true, false),
            marked(NEW, Marker.Kind.READY, UID, true, false),
            new Seen(NEW, Optional.empty(), false, true),
            new Seen(NEW, Optional.empty(), true, false))) {
      assertThat(SwapState.of(List.of(plain("live"), left), "live", UID))
          .as(left.toString())
          .isEqualTo(new SwapState(Next.DROP_NEW, NEW, null, null));
    }
  }

  @Test
  void findsWhatOtherRestoresHaveLeftAndNothingElse() {
    List<Seen> all =
        List.of(
            plain("live"),
            marked("dead_1", Marker.Kind.LOADING, "other", true, true),
            marked("dead_2", Marker.Kind.READY, "other", true, false),
            marked(NEW, Marker.Kind.LOADING, UID, true, true),
            marked(KEPT, Marker.Kind.KEPT, "other", true, true));
    assertThat(SwapState.leftovers(all, "live", UID)).containsExactly("dead_1", "dead_2");
    assertThat(SwapState.leftovers(all, "another", UID)).isEmpty();
  }

  @Test
  void goesOnWithWhatIsReady() {
    assertThat(
            SwapState.of(
                List.of(plain("live"), marked(NEW, Marker.Kind.READY, UID, true, true)),
                "live",
                UID))
        .isEqualTo(new SwapState(Next.RENAME, NEW, null, null));
  }

  @Test
  void isDoneWhenThereIsOneThatThisRestoreHasReplaced() {
    Seen kept = marked(KEPT, Marker.Kind.KEPT, UID, true, true);
    assertThat(SwapState.of(List.of(plain("live"), kept), "live", UID))
        .isEqualTo(new SwapState(Next.DONE, "live", KEPT, null));
    Seen ofAnother = marked(KEPT, Marker.Kind.KEPT, "other", true, true);
    assertThat(SwapState.of(List.of(plain("live"), ofAnother), "live", UID).next())
        .isEqualTo(Next.CREATE);
  }

  @Test
  void refusesWhereTheDatabaseIsGoneAndSaysWhatThereIs() {
    assertThat(SwapState.of(List.of(plain("other")), "live", UID).reason())
        .isEqualTo(
            "There is no database \"live\" any more: somebody has renamed or dropped it"
                + " meanwhile; create it, or restore into a new one.");
    assertThat(
            SwapState.of(List.of(marked(KEPT, Marker.Kind.KEPT, UID, true, true)), "live", UID)
                .reason())
        .isEqualTo(
            "There is no database \"live\" any more: somebody has renamed or dropped it"
                + " meanwhile; the one that was replaced is \""
                + KEPT
                + "\", rename it back.");
    assertThat(
            SwapState.of(List.of(new Seen("live", Optional.empty(), true, false)), "live", UID)
                .reason())
        .isEqualTo(
            "The database \"live\" was dropped half-way and cannot be used: drop it to its end, and"
                + " restore into a new one.");
  }

  @ParameterizedTest
  @MethodSource("everything")
  void neverTouchesWhatIsNotItsOwnAndAlwaysComesToAnEnd(List<Seen> server) {
    List<Seen> databases = new ArrayList<>(server);
    SwapState state = SwapState.of(databases, "live", UID);
    int steps = 0;
    while (state.next() != Next.DONE && state.next() != Next.REFUSE) {
      assertThat(steps++).as("steps from %s", server).isLessThan(6);
      apply(state, databases);
      state = SwapState.of(databases, "live", UID);
    }
    boolean whole = server.stream().anyMatch(s -> s.name().equals("live") && s.valid());
    assertThat(state.next()).as(server.toString()).isEqualTo(whole ? Next.DONE : Next.REFUSE);
    assertThat(state.reason() != null).isEqualTo(state.next() == Next.REFUSE);
    assertThat(databases)
        .filteredOn(s -> s.name().equals("live"))
        .hasSameSizeAs(server.stream().filter(s -> s.name().equals("live")).toList());
  }

  /** Plays the server, and holds each step to what it may do. */
  private static void apply(SwapState state, List<Seen> databases) {
    Seen named =
        databases.stream().filter(s -> s.name().equals(state.newName())).findFirst().orElse(null);
    switch (state.next()) {
      case CREATE -> {
        assertThat(named).isNull();
        databases.add(marked(state.newName(), Marker.Kind.READY, UID, true, true));
      }
      case DROP_NEW -> {
        assertThat(named).isNotNull();
        assertThat(named.name()).isNotEqualTo("live");
        assertThat(named.marker().map(Marker::kind)).isNotEqualTo(Optional.of(Marker.Kind.KEPT));
        assertThat(named.marker().map(Marker::uid).orElse(UID)).isEqualTo(UID);
        assertThat(named.marker().isPresent() || !named.open() || !named.valid()).isTrue();
        databases.remove(named);
      }
      case RENAME -> {
        assertThat(named).isNotNull();
        assertThat(named.is(Marker.Kind.READY, UID, "live")).isTrue();
        databases.remove(named);
        databases.add(marked("live_kept_now", Marker.Kind.KEPT, UID, true, true));
      }
      default -> throw new IllegalStateException(state.toString());
    }
  }

  static Stream<List<Seen>> everything() {
    List<Seen> current = new ArrayList<>();
    current.add(null);
    current.add(plain("live"));
    current.add(new Seen("live", Optional.empty(), false, true));
    current.add(new Seen("live", Optional.empty(), true, false));
    List<Seen> beside = new ArrayList<>();
    beside.add(null);
    for (boolean open : new boolean[] {true, false}) {
      for (boolean valid : new boolean[] {true, false}) {
        beside.add(new Seen(NEW, Optional.empty(), open, valid));
        for (Marker.Kind kind : Marker.Kind.values()) {
          beside.add(marked(NEW, kind, UID, open, valid));
          beside.add(marked(NEW, kind, "12345678-other", open, valid));
        }
      }
    }
    List<Seen> kept = new ArrayList<>();
    kept.add(null);
    kept.add(plain(KEPT));
    kept.add(marked(KEPT, Marker.Kind.KEPT, UID, true, true));
    kept.add(marked(KEPT, Marker.Kind.KEPT, "other", true, true));
    return current.stream()
        .flatMap(
            c ->
                beside.stream()
                    .flatMap(
                        b ->
                            kept.stream()
                                .map(k -> Stream.of(c, b, k).filter(s -> s != null).toList())));
  }

  private static Seen plain(String name) {
    return new Seen(name, Optional.empty(), true, true);
  }

  private static Seen marked(
      String name, Marker.Kind kind, String uid, boolean open, boolean valid) {
    return new Seen(
        name, Optional.of(new Marker(kind, uid, "live", name, null, null)), open, valid);
  }
}
