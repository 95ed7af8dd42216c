package io.proxpanel.backup.controller.schedule;

import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.PreflightDestination;
import io.proxpanel.backup.api.v1.PreflightStatus;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Sentences;
import io.proxpanel.backup.controller.status.Sizes;
import io.proxpanel.backup.controller.status.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the Backups of a schedule can be made, in words. Pure. */
final class PreflightText {
  private PreflightText() {}

  /**
   * The condition of a schedule that is due some time.
   *
   * @param tried what came of trying what is needed, or null when that is not tried
   * @param due a sentence about the next due time
   */
  static Verdict verdict(PreflightStatus tried, String due) {
    if (tried == null) {
      return Verdict.yes(Reason.Scheduled, due);
    }
    List<String> problems = problems(tried);
    if (problems.isEmpty() && !PreflightResult.isStored(tried)) {
      return Verdict.unknown(
          Reason.Checking,
          tried.waiting() == null
              ? "Trying whether the database and the destinations can be used."
              : "Whether the database and the destinations can be used is not known yet: "
                  + Sentences.sentence(tried.waiting()));
    }
    return problems.isEmpty()
        ? Verdict.yes(
            Reason.Scheduled,
            (due + " " + found(tried) + " " + PreflightLogins.found(tried.routers())).strip())
        : Verdict.no(
            reason(tried),
            Sentences.sentence(String.join(" ", problems)) + fine(tried, " %s: fine."));
  }

  private static Reason reason(PreflightStatus tried) {
    if (tried.failure() != null) {
      return Reason.CheckFailed;
    }
    if (tried.database() != null) {
      return Reason.DatabaseNotReady;
    }
    return tried.destinations().stream().anyMatch(each -> each.failure() != null)
        ? Reason.DestinationsNotReady
        : Reason.RoutersNotReady;
  }

  private static List<String> problems(PreflightStatus tried) {
    List<String> problems = new ArrayList<>();
    Optional.ofNullable(tried.failure())
        .ifPresent(why -> problems.add(problem("What Backups need could not be tried", why)));
    Optional.ofNullable(tried.database())
        .ifPresent(why -> problems.add(problem("The database cannot be backed up", why)));
    tried.destinations().stream()
        .filter(each -> each.failure() != null)
        .forEach(
            each ->
                problems.add(
                    problem(
                        "The destination \"%s\" cannot be used".formatted(each.name()),
                        each.failure())));
    PreflightLogins.problem(tried.routers()).ifPresent(problems::add);
    return problems;
  }

  private static String problem(String what, FailureStatus why) {
    return what + ": " + Sentences.sentence(why.message());
  }

  private static String found(PreflightStatus tried) {
    if (tried.serverVersion() == null) {
      return "Tried" + fine(tried, ": %s: fine.");
    }
    return "Tried: PostgreSQL %s, %s, with pg_dump %s%s"
        .formatted(
            tried.serverVersion(),
            Sizes.human(tried.databaseBytes()),
            tried.clientVersion(),
            fine(tried, "; %s: fine."));
  }

  private static String fine(PreflightStatus tried, String sentence) {
    String names =
        tried.destinations().stream()
            .filter(each -> Boolean.TRUE.equals(each.ready()))
            .map(PreflightDestination::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : sentence.formatted(names);
  }
}
