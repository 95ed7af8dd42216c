package io.proxpanel.backup.controller.backup;

import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupType;
import io.proxpanel.backup.contract.FileList;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of backup files, as a panel writes and finds them. */
final class FileNames {
  /** What a panel adds to the name of a file that a schedule has made. */
  private static final String SCHEDULED = "_scheduled";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("_yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern NUMBERED =
      Pattern.compile(
          "(?<start>.+_[0-9]{8}_[0-9]{6})(?:_(?<number>[0-9]+))?(?<end>(?:%s)?%s)"
              .formatted(SCHEDULED, Pattern.quote(FileList.ENDING)));

  private FileNames() {}

  /**
   * The first free name for a Backup of that time: plain, then with {@code _2}, {@code _3}.
   *
   * @param spec says what it is a backup of
   * @param scheduled whether a schedule has made it, and no person
   */
  static String free(
      BackupSpec spec, Instant createdAt, boolean scheduled, Predicate<String> taken) {
    String plain =
        kind(spec) + TIME.format(createdAt) + (scheduled ? SCHEDULED : "") + FileList.ENDING;
    return taken.test(plain) ? next(plain, taken) : plain;
  }

  private static String kind(BackupSpec spec) {
    if (spec.tenant() != null) {
      return "tenant_" + spec.tenant() + "_full";
    }
    return switch (Optional.ofNullable(spec.type()).orElse(BackupType.Full)) {
      case Full -> "proisp_full";
      case Data -> "proisp_data";
      case Config -> "proisp_config";
    };
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
