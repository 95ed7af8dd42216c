package io.proxpanel.backup.controller.restore;

import io.proxpanel.backup.api.v1.KeptDatabaseStatus;
import io.proxpanel.backup.api.v1.NotRestored;
import io.proxpanel.backup.api.v1.RestoreStatus;
import io.proxpanel.backup.contract.RestoreOutcome;
import io.proxpanel.backup.contract.RestoreProgress;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.status.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** What people read about a restore that succeeded. Pure. */
final class RestoreText {
  /** The kind of a privilege that could not be given. */
  private static final String GRANT = "grant";

  /** A message is a column of a table. */
  private static final int MOST_IN_MESSAGE = 3;

  private static final int MOST_IN_EVENT = 10;
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_REASON = 160;

  private RestoreText() {}

  /** {@code 83 tables, 1,750,564 rows; all as it was}. */
  static String message(TaskResult result, RestoreStatus status) {
    String counts = counts(result.archive());
    if (missing(status) > 0) {
      return counts + "; " + notAsItWas(status);
    }
    return result.restored() == null ? counts : counts + "; all as it was";
  }

  /**
   * {@code restoring; 2 objects that the backup does not have go: table public.a, view public.b}.
   */
  static String running(RestoreProgress said) {
    RestoreOutcome known = said.restored();
    String what =
        known == null || known.dropped() == 0
            ? said.stage()
            : "%s; %s that the backup does not have %s%s"
                .formatted(
                    said.stage(),
                    count(known.dropped(), "object"),
                    known.dropped() == 1 ? "goes" : "go",
                    named(known));
    return said.warnings().isEmpty() ? what : what + ". " + String.join(" ", said.warnings());
  }

  private static String named(RestoreOutcome known) {
    List<String> names = known.droppedNames().stream().map(RestoreText::cut).toList();
    return names.isEmpty() ? "" : ": " + Sentences.some(names, known.dropped(), MOST_IN_EVENT);
  }

  /** The same as a sentence. */
  static String condition(RestoreStatus status) {
    return "Restored into %s: %s.".formatted(status.into, Sentences.clause(status.message));
  }

  /** The events of it. */
  static List<Note> notes(RestoreStatus status) {
    List<Note> notes = new ArrayList<>();
    notes.add(
        Note.normal(
            EventReason.Restored,
            "Restored %s into %s: %s.%s"
                .formatted(
                    source(status),
                    status.into,
                    Sentences.clause(status.message),
                    ended(status.endedSessions))));
    if (status.keptDatabase != null) {
      notes.add(Note.normal(EventReason.DatabaseKept, kept(status.keptDatabase)));
    }
    if (status.dropped != null && status.dropped.count() > 0) {
      notes.add(Note.normal(EventReason.Dropped, dropped(status)));
    }
    if (missing(status) > 0) {
      notes.add(Note.warning(EventReason.NotRestored, named(status)));
    }
    return List.copyOf(notes);
  }

  /** The file, or the kept database. */
  static String source(RestoreStatus status) {
    return status.fileName == null ? status.from : status.fileName;
  }

  private static String kept(KeptDatabaseStatus kept) {
    return ("The database that was replaced is kept as \"%s\" until %s: a Restore with"
            + " source.keptDatabase: %s brings it back.")
        .formatted(kept.name(), kept.until(), kept.name());
  }

  private static String counts(TaskResult.Archive archive) {
    if (archive == null) {
      return "the data is back";
    }
    String tables = count(archive.tables(), "table");
    return archive.rows() == null ? tables : tables + ", " + count(archive.rows(), "row");
  }

  private static int missing(RestoreStatus status) {
    return status.notRestoredCount == null ? 0 : status.notRestoredCount;
  }

  /** Of one kind with one reason in a few words, else the first of them. */
  private static String notAsItWas(RestoreStatus status) {
    List<NotRestored> known = status.notRestored;
    int all = missing(status);
    if (known.size() == all
        && alike(known, NotRestored::kind)
        && alike(known, NotRestored::reason)
        // Of rows it would look as if they were counted.
        && (all == 1 || !isPlural(known.get(0).kind()))) {
      NotRestored first = known.get(0);
      return "%s %s: %s"
          .formatted(
              all == 1 ? one(first) : several(known),
              verb(first.kind(), all),
              reason(first.reason()));
    }
    List<String> each = known.stream().map(RestoreText::one).toList();
    return "%s: %s".formatted(things(all), list(each, all, MOST_IN_MESSAGE));
  }

  private static String named(RestoreStatus status) {
    int all = missing(status);
    List<String> each =
        status.notRestored.stream()
            .map(thing -> "%s (%s)".formatted(one(thing), reason(thing.reason())))
            .toList();
    return "The data is back, and %s: %s.".formatted(things(all), list(each, all, MOST_IN_EVENT));
  }

  private static String things(int all) {
    return all == 1 ? "1 thing is not as it was" : all + " things are not as they were";
  }

  private static String dropped(RestoreStatus status) {
    int all = status.dropped.count();
    List<String> names = status.dropped.names().stream().map(RestoreText::cut).toList();
    String what = all == 1 ? "1 object" : all + " objects";
    String are = all == 1 ? "is" : "are";
    return "%s that the backup does not have %s gone%s."
        .formatted(
            what, are, names.isEmpty() ? "" : ": " + Sentences.some(names, all, MOST_IN_EVENT));
  }

  private static String ended(Integer sessions) {
    if (sessions == null || sessions == 0) {
      return "";
    }
    return sessions == 1
        ? " 1 session of others was ended for it."
        : " %d sessions of others were ended for it.".formatted(sessions);
  }

  /** {@code owner of table public.nas}, {@code event trigger log_ddl}. */
  private static String one(NotRestored thing) {
    String kind = thing.kind();
    String name = cut(Objects.requireNonNullElse(thing.name(), ""));
    if (name.isBlank()) {
      return kind;
    }
    return switch (kind) {
      case GRANT -> with(kind, "on", name);
      case "owner", "rows" -> with(kind, "of", name);
      default -> isPlural(kind) ? "%s (%s)".formatted(kind, name) : kind + " " + name;
    };
  }

  /** Not twice where the name has the word. */
  private static String with(String kind, String word, String name) {
    return name.startsWith(word + " ") || name.contains(" " + word + " ")
        ? kind + " " + name
        : kind + " " + word + " " + name;
  }

  /** {@code 2 grants to "grafana"}, {@code 3 event triggers}. */
  private static String several(List<NotRestored> alike) {
    List<String> to = alike.stream().map(RestoreText::recipient).distinct().toList();
    return count(alike.size(), alike.get(0).kind()) + (to.size() == 1 ? to.get(0) : "");
  }

  private static String recipient(NotRestored thing) {
    String name = Objects.requireNonNullElse(thing.name(), "");
    int to = name.lastIndexOf(" to ");
    return to < 0 || !thing.kind().equals(GRANT) ? "" : cut(name.substring(to));
  }

  private static String verb(String kind, int all) {
    if (kind.equals(GRANT)) {
      return "left out";
    }
    return all == 1 && !isPlural(kind) ? "is not as it was" : "are not as they were";
  }

  private static String reason(String reason) {
    String clause = Sentences.clause(Objects.requireNonNullElse(reason, "no reason is known"));
    return clause.length() <= LONGEST_REASON
        ? clause
        : clause.substring(0, LONGEST_REASON - 1) + "…";
  }

  private static boolean alike(List<NotRestored> things, Function<NotRestored, String> part) {
    return things.stream().map(part).distinct().count() == 1;
  }

  private static String list(List<String> words, int all, int most) {
    List<String> told = words.stream().limit(most).toList();
    String more = all > told.size() ? " and %d more".formatted(all - told.size()) : "";
    return told.isEmpty() ? "see the log of the Job" : String.join("; ", told) + more;
  }

  private static String count(long number, String word) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? word : plural(word));
  }

  /** Of words as PostgreSQL has for its objects. */
  private static String plural(String word) {
    if (word.matches(".*[^aeiou]y")) {
      return word.substring(0, word.length() - 1) + "ies";
    }
    if (word.matches(".*(ss|x|ch|sh)")) {
      return word + "es";
    }
    return word + "s";
  }

  /** {@code default privileges}, {@code rows left out of the backup}. */
  private static boolean isPlural(String kind) {
    return kind.startsWith("rows") || kind.matches(".*[^s]s");
  }

  private static String cut(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
