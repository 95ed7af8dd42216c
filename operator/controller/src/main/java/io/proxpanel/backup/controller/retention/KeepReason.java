package io.proxpanel.backup.controller.retention;

import java.util.List;

/**
 * Why a backup stays.
 *
 * @param kind which rule or guard keeps it
 * @param words for people: {@code daily 3 of 7}
 */
public record KeepReason(Kind kind, String words) {
  private static final int MOST_NAMED = 5;

  /** The rules and guards, in the order in which they are told. */
  public enum Kind {
    /** No rule is given that would let it go. */
    NO_RULE("noRule", "no rule lets it go"),
    /** It is the newest good one. */
    NEWEST("newest", "newest"),
    /** It is young enough. */
    DAYS("days", "younger than"),
    /** It is one of the last. */
    LAST("keepLast", "last"),
    /** It is the newest of its hour. */
    HOURLY("keepHourly", "hourly"),
    /** It is the newest of its day. */
    DAILY("keepDaily", "daily"),
    /** It is the newest of its week. */
    WEEKLY("keepWeekly", "weekly"),
    /** It is the newest of its month. */
    MONTHLY("keepMonthly", "monthly"),
    /** It is the newest of its year. */
    YEARLY("keepYearly", "yearly"),
    /** So many stay whatever the rules say. */
    MIN_KEEP("minKeep", "minimum"),
    /** A person wants it to stay. */
    PINNED("pinned", "pinned"),
    /** A Restore needs it. */
    RESTORE("restore", "a Restore reads it"),
    /** It has the last good configuration of a router that fails since. */
    LAST_GOOD("lastGood", "the last good one of"),
    /** It failed, and so many failed ones stay to be looked at. */
    FAILED("failedKeep", "failed"),
    /** It ended after now. */
    FUTURE("future", "its time lies in the future: a clock is or was wrong"),
    /** One that stays refers to it. */
    REFERRED("referred", "referred to by");

    private final String label;
    private final String phrase;

    Kind(String label, String phrase) {
      this.label = label;
      this.phrase = phrase;
    }

    /** One word for status: the field of the rules where there is one. */
    public String label() {
      return label;
    }
  }

  static KeepReason of(Kind kind) {
    return new KeepReason(kind, kind.phrase);
  }

  /** {@code daily 3 of 7}, 1 being the newest. */
  static KeepReason counted(Kind kind, int rank, int limit) {
    return new KeepReason(kind, "%s %d of %d".formatted(kind.phrase, rank, limit));
  }

  static KeepReason younger(int days) {
    return new KeepReason(
        Kind.DAYS, "%s %d day%s".formatted(Kind.DAYS.phrase, days, days == 1 ? "" : "s"));
  }

  static KeepReason lastGoodOf(List<String> routers) {
    return new KeepReason(Kind.LAST_GOOD, Kind.LAST_GOOD.phrase + " " + some(routers));
  }

  static KeepReason referredBy(List<String> names) {
    return new KeepReason(Kind.REFERRED, Kind.REFERRED.phrase + " " + some(names));
  }

  private static String some(List<String> names) {
    int more = names.size() - MOST_NAMED;
    String told = String.join(" ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    return more > 0 ? told + " and %d more".formatted(more) : told;
  }

  static KeepReason readBy(List<String> readers) {
    return new KeepReason(Kind.RESTORE, Kind.RESTORE.phrase + ": " + String.join(", ", readers));
  }
}
