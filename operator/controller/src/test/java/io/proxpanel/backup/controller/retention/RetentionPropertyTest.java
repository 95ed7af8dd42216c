package io.proxpanel.backup.controller.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.controller.retention.Candidate.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every history and all rules. Each case has a seed of its own, which is told. */
class RetentionPropertyTest {
  private static final int CASES = 2500;

  private static final ZoneId[] ZONES = {
    ZoneId.of("UTC"),
    ZoneId.of("Europe/Berlin"),
    ZoneId.of("Asia/Kathmandu"),
    // Goes back by half an hour.
    ZoneId.of("Australia/Lord_Howe"),
    // Went back at one minute past midnight: a day ended twice.
    ZoneId.of("America/St_Johns"),
    // Left out a day.
    ZoneId.of("Pacific/Apia")
  };

  /** Shortly after clocks went back in Berlin, in St. John's, on Lord Howe, in Apia; new year. */
  private static final Instant[] ENDS = {
    Instant.parse("2026-10-25T03:00:00Z"),
    Instant.parse("2010-11-07T05:00:00Z"),
    Instant.parse("2026-04-04T17:00:00Z"),
    Instant.parse("2011-12-31T12:00:00Z"),
    Instant.parse("2027-01-04T12:00:00Z")
  };

  private static final Duration[] PACES = {
    Duration.ofMinutes(20), Duration.ofHours(7), Duration.ofDays(1), Duration.ofDays(40)
  };

  private record Case(long seed, Rules rules, ZoneId zone, Instant now, List<Candidate> all) {

    static Case of(long seed) {
      Random random = new Random(seed);
      Instant end = ENDS[random.nextInt(ENDS.length)];
      List<Candidate> all = new ArrayList<>();
      int number = random.nextInt(30);
      // Some histories are dense: they are about the hours around a change of the clocks.
      Duration[] paces =
          random.nextBoolean() ? PACES : new Duration[] {PACES[random.nextInt(PACES.length)]};
      Instant at = end;
      for (int i = 0; i < number; i++) {
        all.add(candidate(random, i, at));
        if (random.nextInt(8) != 0) {
          long pace = paces[random.nextInt(paces.length)].toSeconds();
          at = at.minusSeconds((long) (random.nextDouble() * 2 * pace));
        }
      }
      Collections.shuffle(all, random);
      boolean clockWentBack = random.nextInt(4) == 0 && number > 0;
      Instant now =
          clockWentBack
              ? all.get(random.nextInt(number)).at()
              : end.plusSeconds(random.nextInt(3) * 3600L);
      return new Case(seed, rules(random), ZONES[random.nextInt(ZONES.length)], now, all);
    }

    private static Candidate candidate(Random random, int number, Instant at) {
      // Names that do not follow the times.
      String name = "b%02d-%d".formatted(number * 37 % 100, number);
      return new Candidate(
          name,
          "uid-" + name,
          at,
          random.nextInt(4) == 0 ? Outcome.FAILED : Outcome.GOOD,
          random.nextInt(12) == 0,
          random.nextInt(12) == 0 ? List.of("Restore \"r" + number + "\"") : List.of(),
          random.nextInt(16) == 0 ? List.of("edge-" + number) : List.of(),
          List.of());
    }

    /** The same history, in which some refer to others. */
    Case withReferences() {
      Random random = new Random(seed);
      return new Case(
          seed, rules, zone, now, all.stream().map(each -> referring(random, each)).toList());
    }

    private Candidate referring(Random random, Candidate it) {
      boolean refers = it.outcome() == Outcome.GOOD && random.nextInt(5) == 0;
      return new Candidate(
          it.name(),
          it.uid(),
          it.at(),
          it.outcome(),
          it.pinned(),
          it.readers(),
          it.lastGoodOf(),
          refers
              ? random.ints(2, 0, all.size()).mapToObj(i -> all.get(i).uid()).toList()
              : List.of());
    }

    private static Rules rules(Random random) {
      int[] limits = random.ints(7, 0, 7).map(i -> random.nextBoolean() ? 0 : i).toArray();
      return new Rules(
          limits[0] * limits[0],
          limits[1],
          limits[2],
          limits[3],
          limits[4],
          limits[5],
          limits[6],
          1 + (random.nextBoolean() ? 0 : random.nextInt(5)),
          random.nextInt(4));
    }

    Decision decide(Collection<Candidate> candidates) {
      return Retention.decide(rules, zone, now, candidates);
    }

    List<Candidate> only(Outcome outcome) {
      return all.stream().filter(candidate -> candidate.outcome() == outcome).toList();
    }

    List<Candidate> upTo(Instant then) {
      return all.stream().filter(candidate -> !candidate.at().isAfter(then)).toList();
    }

    /** For a failure message. */
    String told() {
      return "seed %d: %s in %s at %s%n%s"
          .formatted(
              seed,
              rules,
              zone,
              now,
              all.stream()
                  .sorted(Comparator.comparing(Candidate::at))
                  .map(Candidate::toString)
                  .collect(Collectors.joining("\n")));
    }
  }

  private static List<Candidate> stay(Decision decision) {
    return decision.kept().stream().map(Kept::candidate).toList();
  }

  private static List<Candidate> good(Collection<Candidate> candidates) {
    return candidates.stream().filter(each -> each.outcome() == Outcome.GOOD).toList();
  }

  @Test
  void agreesWithARuleByRuleReading() {
    Set<KeepReason.Kind> seen = EnumSet.noneOf(KeepReason.Kind.class);
    int deleted = 0;
    for (long seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed).withReferences();
      Decision decision = each.decide(each.all());
      Map<String, String> kept = new TreeMap<>();
      decision.kept().forEach(one -> kept.put(one.candidate().name(), one.inWords()));

      assertThat(kept)
          .as(each::told)
          .isEqualTo(new RetentionOracle(each.rules(), each.zone(), each.now(), each.all()).kept());

      decision.kept().forEach(one -> one.reasons().forEach(reason -> seen.add(reason.kind())));
      deleted += decision.delete().size();
    }
    assertThat(seen).as("what the cases reach").containsExactlyInAnyOrder(KeepReason.Kind.values());
    assertThat(deleted).as("deletions").isGreaterThan(CASES);
  }

  @Test
  void keepsAndDeletesEachOnceInOrder() {
    for (long seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed);
      Decision decision = each.decide(each.all());
      List<Candidate> both = new ArrayList<>(stay(decision));
      both.addAll(decision.delete());

      assertThat(both).as(each::told).containsExactlyInAnyOrderElementsOf(each.all());
      assertThat(decision.delete())
          .as(each::told)
          .isSortedAccordingTo(Comparator.comparing(Candidate::at));
      assertThat(stay(decision))
          .as(each::told)
          .isSortedAccordingTo(Comparator.comparing(Candidate::at).reversed());
    }
  }

  @Test
  void guardsHoldWhateverTheRulesSay() {
    for (long seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed);
      Decision decision = each.decide(each.all());
      List<Candidate> good = each.only(Outcome.GOOD);

      assertThat(decision.delete())
          .as(each::told)
          .noneMatch(Candidate::pinned)
          .allMatch(candidate -> candidate.readers().isEmpty())
          .allMatch(candidate -> candidate.lastGoodOf().isEmpty());
      assertThat(good(stay(decision)))
          .as(each::told)
          .hasSizeGreaterThanOrEqualTo(Math.min(each.rules().minKeep(), good.size()));
      newest(good).ifPresent(it -> assertThat(stay(decision)).as(each::told).contains(it));
      newest(good(each.upTo(each.now())))
          .ifPresent(it -> assertThat(stay(decision)).as(each::told).contains(it));
    }
  }

  @Test
  void decidingAgainDeletesNothing() {
    for (long seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed);
      Decision decision = each.decide(each.all());

      assertThat(each.decide(stay(decision)))
          .as(each::told)
          .isEqualTo(new Decision(decision.kept(), List.of()));
    }
  }

  @Test
  void theOrderOfTheQuestionDoesNotMatter() {
    for (long seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed);
      List<Candidate> shuffled = new ArrayList<>(each.all());
      Collections.shuffle(shuffled, new Random(~seed));

      assertThat(each.decide(shuffled)).as(each::told).isEqualTo(each.decide(each.all()));
    }
  }

  @Test
  void failedOnesAndThoseOfTheFutureChangeNothingForTheGoodOnes() {
    for (long seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed);
      List<Candidate> deleted = each.decide(each.all()).delete();

      assertThat(good(deleted))
          .as(each::told)
          .isEqualTo(each.decide(each.only(Outcome.GOOD)).delete());
      assertThat(deleted).as(each::told).isEqualTo(each.decide(each.upTo(each.now())).delete());
    }
  }

  @Test
  void whoDeletesAfterEveryBackupKeepsTheSameAsWhoDeletesOnce() {
    for (long seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed);
      List<Candidate> there = new ArrayList<>();
      for (Candidate next :
          each.upTo(each.now()).stream().sorted(Candidate.OLDEST_FIRST).toList()) {
        there.add(next);
        there =
            new ArrayList<>(stay(Retention.decide(each.rules(), each.zone(), next.at(), there)));
      }

      assertThat(each.decide(there).kept())
          .as(each::told)
          .isEqualTo(each.decide(each.upTo(each.now())).kept());
    }
  }

  @Test
  void whatIsForeseenIsWhatHappens() {
    for (long seed = 0; seed < CASES; seed++) {
      Case each = Case.of(seed);
      Instant then = each.now().plus(Duration.ofHours(seed % 50));
      List<Candidate> later = new ArrayList<>(each.all());
      later.add(new Candidate("", "new", then, Outcome.GOOD, false, List.of()));

      Decision foreseen = Retention.foresee(each.rules(), each.zone(), then, each.all());

      Decision happened = Retention.decide(each.rules(), each.zone(), then, later);
      assertThat(foreseen.delete())
          .as(each::told)
          .isEqualTo(happened.delete().stream().filter(it -> !it.name().isEmpty()).toList());
      assertThat(foreseen.kept())
          .as(each::told)
          .isEqualTo(
              happened.kept().stream().filter(it -> !it.candidate().name().isEmpty()).toList());
    }
  }

  private static Optional<Candidate> newest(List<Candidate> candidates) {
    return candidates.stream()
        .max(Comparator.comparing(Candidate::at).thenComparing(Candidate::name));
  }
}
