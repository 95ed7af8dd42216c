package io.proxpanel.backup.controller.retention;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What status says about the backups that stay. A backup counts under each of its reasons, so that
 * the numbers are those of the rules (of a keepWeekly of 4 all four are seen, though the newest of
 * them is a daily one too); together they can be more than what is kept.
 *
 * @param kept how many stay
 * @param reasons how many stay for which reason, by {@link KeepReason.Kind#label}, in the order of
 *     the kinds; a reason that keeps nothing is not there
 * @param next names of those that the next run will delete, oldest first
 */
public record Summary(int kept, Map<String, Integer> reasons, List<String> next) {
  /** How many names a sentence bears. */
  private static final int NAMES = 5;

  /** Copies the collections. */
  public Summary {
    reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    next = List.copyOf(next);
  }

  /**
   * The summary of a decision that was carried out.
   *
   * @param next what the next run will delete, by {@link Retention#foresee}; empty when there is no
   *     next run
   */
  public static Summary of(Decision decision, List<Candidate> next) {
    Map<KeepReason.Kind, Integer> byKind = new EnumMap<>(KeepReason.Kind.class);
    for (Kept kept : decision.kept()) {
      kept.reasons().forEach(reason -> byKind.merge(reason.kind(), 1, Integer::sum));
    }
    Map<String, Integer> reasons = new LinkedHashMap<>();
    byKind.forEach((kind, number) -> reasons.put(kind.label(), number));
    return new Summary(
        decision.kept().size(), reasons, next.stream().map(Candidate::name).toList());
  }

  /**
   * {@code 12 kept: newest 1, keepDaily 7, keepWeekly 4. The next run deletes 1: nightly-1.} At
   * most five names are told.
   */
  public String inWords() {
    return whatIsKept() + (next.isEmpty() ? "" : " " + whatGoes());
  }

  private String whatIsKept() {
    if (kept == 0) {
      return "None kept.";
    }
    return "%d kept: %s."
        .formatted(
            kept,
            reasons.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", ")));
  }

  private String whatGoes() {
    String names = next.stream().limit(NAMES).collect(Collectors.joining(", "));
    String more = next.size() > NAMES ? " and %d more".formatted(next.size() - NAMES) : "";
    return "The next run deletes %d: %s%s.".formatted(next.size(), names, more);
  }
}
