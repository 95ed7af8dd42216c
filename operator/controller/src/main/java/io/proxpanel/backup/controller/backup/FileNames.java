package io.proxpanel.backup.controller.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of backup files, as a panel writes and finds them. */
final class FileNames {
  private static final String ENDING = ".proisp.bak";

  /** What a panel adds to the name of a file that a schedule has made. */
  private static final String SCHEDULED = "_scheduled";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'proisp_full_'yyyyMMdd_HHmmss", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern NUMBERED =
      Pattern.compile(
          "(?<start>proisp_full_[0-9]{8}_[0-9]{6})(?:_(?<number>[0-9]+))?(?<end>(?:%s)?%s)"
              .formatted(SCHEDULED, Pattern.quote(ENDING)));

  private FileNames() {}

  /**
   * The first free name for a Backup of that time: plain, then with {@code _2}, {@code _3}.
   *
   * @param scheduled whether a schedule has made it, and no person
   */
  static String free(Instant createdAt, boolean scheduled, Predicate<String> taken) {
    String plain = NAME.format(createdAt) + (scheduled ? SCHEDULED : "") + ENDING;
    return taken.test(plain) ? next(plain, taken) : plain;
  }

  /** The first free name after that one. */
  static String next(String name, Predicate<String> taken) {
    Matcher matcher = NUMBERED.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not the name of a backup file: " + name);
    }
    String before = matcher.group("number");
    int number = before == null ? 1 : Integer.parseInt(before);
    String candidate;
    do {
      number++;
      candidate = matcher.group("start") + "_" + number + matcher.group("end");
    } while (taken.test(candidate));
    return candidate;
  }
}
