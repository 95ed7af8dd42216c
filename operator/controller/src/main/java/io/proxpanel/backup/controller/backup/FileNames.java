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
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'proisp_full_'yyyyMMdd_HHmmss", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern NUMBERED =
      Pattern.compile("(proisp_full_[0-9]{8}_[0-9]{6})(?:_([0-9]+))?" + Pattern.quote(ENDING));

  private FileNames() {}

  /** The first free name for a Backup of that time: plain, then with {@code _2}, {@code _3}. */
  static String free(Instant createdAt, Predicate<String> taken) {
    String plain = NAME.format(createdAt) + ENDING;
    return taken.test(plain) ? next(plain, taken) : plain;
  }

  /** The first free name after that one. */
  static String next(String name, Predicate<String> taken) {
    Matcher matcher = NUMBERED.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not the name of a backup file: " + name);
    }
    int number = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    String candidate;
    do {
      number++;
      candidate = matcher.group(1) + "_" + number + ENDING;
    } while (taken.test(candidate));
    return candidate;
  }
}
