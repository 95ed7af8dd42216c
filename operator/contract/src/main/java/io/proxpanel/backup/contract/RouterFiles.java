package io.proxpanel.backup.contract;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of what a run over many routers stores: {@code mikrotik_<yyyyMMdd>_<HHmmss>.json}, a {@link
 * RouterList}, and the archives {@code mikrotik_<router>_<yyyyMMdd>_<HHmmss>.tar.gz} of the same
 * time. Whoever knows the list's name knows all of them.
 */
public final class RouterFiles {
  /** With this begins every name. */
  public static final String PREFIX = "mikrotik_";

  /** Ending of the archive of one router. */
  public static final String ARCHIVE = ".tar.gz";

  /** What is added to the ending of an archive that is encrypted. */
  public static final String ENCRYPTED = ".enc";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern LIST = Pattern.compile(PREFIX + "(?<time>[0-9]{8}_[0-9]{6})\\.json");

  private RouterFiles() {}

  /**
   * Name of the list of a run.
   *
   * @param time of the run; in whole seconds of UTC in the name
   */
  public static String list(Instant time) {
    return PREFIX + TIME.format(time) + ".json";
  }

  /** Whether a file is such a list, so that others belong to it. */
  public static boolean isList(String fileName) {
    return LIST.matcher(fileName).matches();
  }

  /** The time in the name of a list; empty for any other name. */
  public static Optional<Instant> time(String listName) {
    Matcher matcher = LIST.matcher(listName);
    return matcher.matches()
        ? Optional.of(Instant.from(TIME.parse(matcher.group("time"))))
        : Optional.empty();
  }

  /**
   * Whether a name is that of an archive of the same run, whichever router it is of. Somebody else
   * can have chosen it: what is whose is said by the manifests.
   *
   * @param listName of the run
   */
  public static boolean isArchiveOf(String listName, String fileName) {
    Matcher matcher = LIST.matcher(listName);
    if (!matcher.matches() || !fileName.startsWith(PREFIX)) {
      return false;
    }
    String plain = "_" + matcher.group("time") + ARCHIVE;
    return fileName.endsWith(plain) || fileName.endsWith(plain + ENCRYPTED);
  }
}
