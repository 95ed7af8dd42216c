package io.proxpanel.backup.controller.retention;

import io.proxpanel.backup.controller.retention.Candidate.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says of one backup after the other why it stays, by looking at each that is newer. Written from
 * the rules and not from the code; slow and simple.
 */
final class RetentionOracle {
  private static final Map<String, DateTimeFormatter> CUTS =
      Map.of(
          "hourly", DateTimeFormatter.ofPattern("uuuu-MM-dd HH xxx", Locale.ROOT),
          "daily", DateTimeFormatter.ISO_LOCAL_DATE,
          "weekly", weeks(),
          "monthly", DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT),
          "yearly", DateTimeFormatter.ofPattern("uuuu", Locale.ROOT));

  private final Rules rules;
  private final ZoneId zone;
  private final Instant now;
  private final Collection<Candidate> all;

  RetentionOracle(Rules rules, ZoneId zone, Instant now, Collection<Candidate> all) {
    this.rules = rules;
    this.zone = zone;
    this.now = now;
    this.all = all;
  }

  /** Names of those that stay, with the words that say why. */
  Map<String, String> kept() {
    Map<String, String> kept = new TreeMap<>();
    for (Candidate candidate : all) {
      List<String> words = new ArrayList<>(why(candidate));
      List<String> referring = referring(candidate);
      if (!referring.isEmpty()) {
        words.add("referred to by " + String.join(" ", referring));
      }
      if (!words.isEmpty()) {
        kept.put(candidate.name(), String.join(", ", words));
      }
    }
    return kept;
  }

  /** Those that stay for reasons of their own and need it, the newest first. */
  private List<String> referring(Candidate it) {
    return all.stream()
        .filter(other -> other.refersTo().contains(it.uid()))
        .filter(other -> !why(other).isEmpty())
        .sorted(Comparator.comparing(Candidate::at).thenComparing(Candidate::name).reversed())
        .map(Candidate::name)
        .toList();
  }

  private List<String> why(Candidate it) {
    List<String> words = new ArrayList<>();
    boolean future = now.isBefore(it.at());
    List<Candidate> newer = newerOfItsKind(it);
    int place = newer.size() + 1;
    if (it.outcome() == Outcome.GOOD && !future) {
      words.addAll(whyGood(it, newer, place));
    }
    if (it.pinned()) {
      words.add("pinned");
    }
    if (!it.readers().isEmpty()) {
      words.add("a Restore reads it: " + String.join(", ", it.readers()));
    }
    if (!it.lastGoodOf().isEmpty()) {
      words.add("the last good one of " + String.join(" ", it.lastGoodOf()));
    }
    if (it.outcome() == Outcome.FAILED && !future && place <= rules.failedKeep()) {
      words.add("failed " + place + " of " + rules.failedKeep());
    }
    if (future) {
      words.add("its time lies in the future: a clock is or was wrong");
    }
    return words;
  }

  private List<String> whyGood(Candidate it, List<Candidate> newer, int place) {
    List<String> words = new ArrayList<>();
    int given =
        rules.days()
            + rules.keepLast()
            + rules.keepHourly()
            + rules.keepDaily()
            + rules.keepWeekly()
            + rules.keepMonthly()
            + rules.keepYearly();
    if (given == 0) {
      words.add("no rule lets it go");
    }
    if (newer.isEmpty()) {
      words.add("newest");
    }
    if (Duration.between(it.at(), now).toMillis() < rules.days() * 24L * 3600 * 1000) {
      words.add("younger than " + rules.days() + (rules.days() == 1 ? " day" : " days"));
    }
    if (place <= rules.keepLast()) {
      words.add("last " + place + " of " + rules.keepLast());
    }
    calendar(words, "hourly", rules.keepHourly(), it, newer);
    calendar(words, "daily", rules.keepDaily(), it, newer);
    calendar(words, "weekly", rules.keepWeekly(), it, newer);
    calendar(words, "monthly", rules.keepMonthly(), it, newer);
    calendar(words, "yearly", rules.keepYearly(), it, newer);
    if (rules.minKeep() >= 2 && place <= rules.minKeep()) {
      words.add("minimum " + place + " of " + rules.minKeep());
    }
    return words;
  }

  private void calendar(
      List<String> words, String rule, int limit, Candidate it, List<Candidate> newer) {
    if (limit == 0) {
      return;
    }
    List<String> pieces = newer.stream().map(other -> piece(rule, other)).distinct().toList();
    if (!pieces.contains(piece(rule, it)) && pieces.size() < limit) {
      words.add("%s %d of %d".formatted(rule, pieces.size() + 1, limit));
    }
  }

  private String piece(String rule, Candidate candidate) {
    return CUTS.get(rule).withZone(zone).format(candidate.at());
  }

  private List<Candidate> newerOfItsKind(Candidate it) {
    List<Candidate> newer = new ArrayList<>();
    for (Candidate other : all) {
      boolean counts = other.outcome() == it.outcome() && !now.isBefore(other.at());
      boolean later = other.at().isAfter(it.at());
      boolean together = other.at().equals(it.at()) && other.name().compareTo(it.name()) > 0;
      if (counts && (later || together)) {
        newer.add(other);
      }
    }
    return newer;
  }

  private static DateTimeFormatter weeks() {
    return new DateTimeFormatterBuilder()
        .appendValue(IsoFields.WEEK_BASED_YEAR)
        .appendLiteral("-W")
        .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
        .toFormatter(Locale.ROOT);
  }
}
