package io.proxpanel.backup.controller.retention;

import io.proxpanel.backup.controller.retention.Candidate.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Backups and rules for tests. A backup is named after its time, unless the test says otherwise.
 */
final class Histories {
  private Histories() {}

  static Candidate good(String at) {
    return new Candidate(at, "uid-" + at, time(at), Outcome.GOOD, false, List.of());
  }

  static Candidate failed(String at) {
    return new Candidate(at, "uid-" + at, time(at), Outcome.FAILED, false, List.of());
  }

  static Candidate named(String name, Candidate like) {
    return new Candidate(
        name, "uid-" + name, like.at(), like.outcome(), like.pinned(), like.readers());
  }

  static Candidate pinned(Candidate like) {
    return new Candidate(like.name(), like.uid(), like.at(), like.outcome(), true, like.readers());
  }

  static Candidate readBy(Candidate like, String... readers) {
    return new Candidate(
        like.name(), like.uid(), like.at(), like.outcome(), like.pinned(), List.of(readers));
  }

  static Candidate referring(Candidate like, Candidate... others) {
    return new Candidate(
        like.name(),
        like.uid(),
        like.at(),
        like.outcome(),
        like.pinned(),
        like.readers(),
        like.lastGoodOf(),
        Stream.of(others).map(Candidate::uid).toList());
  }

  /** Good backups at two in the morning of each day, the last day too. */
  static List<Candidate> nights(String first, String last, ZoneId zone) {
    List<Candidate> nights = new ArrayList<>();
    LocalDate end = LocalDate.parse(last);
    for (LocalDate day = LocalDate.parse(first); !day.isAfter(end); day = day.plusDays(1)) {
      Instant at = day.atTime(LocalTime.of(2, 0)).atZone(zone).toInstant();
      nights.add(new Candidate("" + day, "uid-" + day, at, Outcome.GOOD, false, List.of()));
    }
    return nights;
  }

  /** {@code 2026-11-23T02:00Z}, or the start of a day in UTC. */
  static Instant time(String text) {
    return text.contains("T")
        ? Instant.parse(text.replaceFirst("(T\\d\\d:\\d\\d)Z", "$1:00Z"))
        : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** A line for each that stays, with its reasons, and one for each that goes. */
  static String table(Decision decision) {
    return decision.kept().stream()
            .map(kept -> "%s: %s%n".formatted(kept.candidate().name(), kept.inWords()))
            .collect(Collectors.joining())
        + decision.delete().stream()
            .map(candidate -> "%s goes%n".formatted(candidate.name()))
            .collect(Collectors.joining());
  }

  static List<String> kept(Decision decision) {
    return decision.kept().stream().map(kept -> kept.candidate().name()).toList();
  }

  static List<String> names(Collection<Candidate> candidates) {
    return candidates.stream().map(Candidate::name).toList();
  }

  /** Rules by the fields that are given, {@code keepDaily 7, minKeep 3}; minKeep is 1 otherwise. */
  static Rules rules(String given) {
    return new Rules(
        number(given, "days", 0),
        number(given, "keepLast", 0),
        number(given, "keepHourly", 0),
        number(given, "keepDaily", 0),
        number(given, "keepWeekly", 0),
        number(given, "keepMonthly", 0),
        number(given, "keepYearly", 0),
        number(given, "minKeep", 1),
        number(given, "failedKeep", 0));
  }

  private static int number(String given, String field, int otherwise) {
    for (String each : given.split(", ")) {
      if (each.startsWith(field + " ")) {
        return Integer.parseInt(each.substring(field.length() + 1));
      }
    }
    return otherwise;
  }
}
