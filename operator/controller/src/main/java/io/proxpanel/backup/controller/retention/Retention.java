package io.proxpanel.backup.controller.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which backups of a schedule stay. Whatever the rules say, the newest good one stays, and
 * what is pinned or read by a Restore; these count for the rules as any other. Failed ones are
 * counted by themselves and change nothing for the good ones.
 *
 * <p>What one of those refers to stays as well. One that stays for that alone is no backup any more
 * that somebody wants to go back to: what it refers to itself is not needed, and a chain of such
 * would keep everything for ever.
 *
 * <p>What ended after now was written while a clock was wrong. It stays until its time has come,
 * and until then it counts for nothing: if it counted as the newest, a backup that nobody can date
 * would push out those that are known to be good.
 *
 * <p>Who deletes what goes after every backup ends with the same backups as who does so once: what
 * the rules keep today they have kept on each day before.
 */
public final class Retention {
  private final Rules rules;
  private final Instant now;
  private final Map<Candidate, List<KeepReason>> reasons = new HashMap<>();

  private Retention(Rules rules, Instant now) {
    this.rules = rules;
    this.now = now;
  }

  /**
   * Decides now.
   *
   * @param zone of the schedule: where its days, weeks, months and years begin
   * @param candidates all backups of the schedule that have ended, in any order
   */
  public static Decision decide(
      Rules rules, ZoneId zone, Instant now, Collection<Candidate> candidates) {
    return new Retention(rules, now).decide(zone, candidates);
  }

  /**
   * What a later decision will be, if by then one more backup is good and nothing else happens.
   *
   * @param then when that backup ends, the time of the decision
   * @param candidates those that will still be there
   * @return the decision about these
   */
  public static Decision foresee(
      Rules rules, ZoneId zone, Instant then, Collection<Candidate> candidates) {
    Candidate next = next(then, candidates);
    List<Candidate> all = new ArrayList<>(candidates);
    all.add(next);
    Decision decision = decide(rules, zone, then, all);
    return new Decision(
        decision.kept().stream().filter(kept -> !kept.candidate().equals(next)).toList(),
        decision.delete().stream().filter(candidate -> !candidate.equals(next)).toList());
  }

  /** It will refer to what the newest one refers to. */
  private static Candidate next(Instant then, Collection<Candidate> candidates) {
    List<String> refersTo =
        candidates.stream()
            .filter(candidate -> candidate.outcome() == Candidate.Outcome.GOOD)
            .max(Candidate.OLDEST_FIRST)
            .map(Candidate::refersTo)
            .orElse(List.of());
    return new Candidate(
        "", "", then, Candidate.Outcome.GOOD, false, List.of(), List.of(), refersTo);
  }

  private Decision decide(ZoneId zone, Collection<Candidate> candidates) {
    // One that is named twice must not count twice.
    List<Candidate> newestFirst =
        candidates.stream().distinct().sorted(Candidate.OLDEST_FIRST.reversed()).toList();
    // In the order of the kinds, which is the order of the reasons of each.
    keepGood(zone, ended(newestFirst, Candidate.Outcome.GOOD));
    guard(newestFirst);
    keepNewest(
        ended(newestFirst, Candidate.Outcome.FAILED), rules.failedKeep(), KeepReason.Kind.FAILED);
    keepFuture(newestFirst);
    keepReferred(newestFirst);
    return new Decision(
        newestFirst.stream()
            .filter(reasons::containsKey)
            .map(candidate -> new Kept(candidate, reasons.get(candidate)))
            .toList(),
        newestFirst.stream()
            .filter(candidate -> !reasons.containsKey(candidate))
            .sorted(Candidate.OLDEST_FIRST)
            .toList());
  }

  private List<Candidate> ended(List<Candidate> newestFirst, Candidate.Outcome outcome) {
    return newestFirst.stream()
        .filter(candidate -> candidate.outcome() == outcome && !candidate.at().isAfter(now))
        .toList();
  }

  private void keepGood(ZoneId zone, List<Candidate> good) {
    if (rules.keepEverything()) {
      good.forEach(candidate -> keep(candidate, KeepReason.of(KeepReason.Kind.NO_RULE)));
    }
    good.stream()
        .findFirst()
        .ifPresent(candidate -> keep(candidate, KeepReason.of(KeepReason.Kind.NEWEST)));
    // Times 24 hours, not days of the calendar: the panel deletes files by their age.
    Instant limit = now.minus(Duration.ofDays(rules.days()));
    good.stream()
        .filter(candidate -> candidate.at().isAfter(limit))
        .forEach(candidate -> keep(candidate, KeepReason.younger(rules.days())));
    keepNewest(good, rules.keepLast(), KeepReason.Kind.LAST);
    for (Period period : Period.values()) {
      keepNewest(newestOfEach(period, zone, good), period.limit(rules), period.kind());
    }
    // One is what the newest is kept for already.
    if (rules.minKeep() > 1) {
      keepNewest(good, rules.minKeep(), KeepReason.Kind.MIN_KEEP);
    }
  }

  private void guard(List<Candidate> all) {
    for (Candidate candidate : all) {
      if (candidate.pinned()) {
        keep(candidate, KeepReason.of(KeepReason.Kind.PINNED));
      }
      if (!candidate.readers().isEmpty()) {
        keep(candidate, KeepReason.readBy(candidate.readers()));
      }
      if (!candidate.lastGoodOf().isEmpty()) {
        keep(candidate, KeepReason.lastGoodOf(candidate.lastGoodOf()));
      }
    }
  }

  private void keepFuture(List<Candidate> all) {
    all.stream()
        .filter(candidate -> candidate.at().isAfter(now))
        .forEach(candidate -> keep(candidate, KeepReason.of(KeepReason.Kind.FUTURE)));
  }

  private void keepReferred(List<Candidate> all) {
    Map<String, List<String>> referring = new HashMap<>();
    for (Candidate wanted : all) {
      if (reasons.containsKey(wanted)) {
        wanted.refersTo().stream()
            .distinct()
            .forEach(
                uid -> referring.computeIfAbsent(uid, any -> new ArrayList<>()).add(wanted.name()));
      }
    }
    for (Candidate candidate : all) {
      List<String> names = referring.get(candidate.uid());
      if (names != null) {
        keep(candidate, KeepReason.referredBy(names));
      }
    }
  }

  private void keepNewest(List<Candidate> newestFirst, int limit, KeepReason.Kind kind) {
    for (int i = 0; i < Math.min(limit, newestFirst.size()); i++) {
      keep(newestFirst.get(i), KeepReason.counted(kind, i + 1, limit));
    }
  }

  private static List<Candidate> newestOfEach(
      Period period, ZoneId zone, List<Candidate> newestFirst) {
    Map<Object, Candidate> newest = new LinkedHashMap<>();
    for (Candidate candidate : newestFirst) {
      newest.putIfAbsent(period.bucket(candidate.at().atZone(zone)), candidate);
    }
    return List.copyOf(newest.values());
  }

  private void keep(Candidate candidate, KeepReason reason) {
    reasons.computeIfAbsent(candidate, any -> new ArrayList<>()).add(reason);
  }
}
