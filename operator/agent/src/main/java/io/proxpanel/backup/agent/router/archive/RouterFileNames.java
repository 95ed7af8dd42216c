package io.proxpanel.backup.agent.router.archive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the file of a router and the files in it are called, as the panel calls them. At most 99
 * bytes inside (a tar header has room for 100), at most 91 for the archive.
 */
public final class RouterFileNames {
  /** The entry with the facts, always of this name. */
  public static final String FACTS = "router.json";

  /** How the name of an export ends. */
  static final String EXPORT = ".rsc";

  private static final String FAILED = ".rsc.ERROR";
  private static final int LONGEST_ARCHIVED_NAME = 50;
  private static final int LONGEST_NAME = 36;
  private static final int LONGEST_ADDRESS = 30;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String ARCHIVE = ".tar.gz";
  private static final Pattern ANY_TIME = Pattern.compile("[0-9]{8}_[0-9]{6}\\.tar\\.gz");

  private RouterFileNames() {}

  /**
   * {@code mikrotik_<RouterName>_<yyyyMMdd>_<HHmmss>.tar.gz}.
   *
   * @param router its name, as somebody typed it in
   * @param time of the run; in UTC in the name
   */
  public static String archive(String router, Instant time) {
    return archiveBase(router) + TIME.format(time) + ARCHIVE;
  }

  /** Whether a file is an archive of this router, and not of one whose name begins alike. */
  public static boolean isArchiveOf(String router, String fileName) {
    String base = archiveBase(router);
    return fileName.startsWith(base)
        && ANY_TIME.matcher(fileName.substring(base.length())).matches();
  }

  private static String archiveBase(String router) {
    return "mikrotik_" + SafeName.of(router, LONGEST_ARCHIVED_NAME) + "_";
  }

  /** {@code nas_<name>_<address>.rsc}. */
  public static String export(String router, String address) {
    return base(router, address) + EXPORT;
  }

  /** The binary backup, beside the export. */
  public static String backup(String router, String address) {
    return base(router, address) + ".backup";
  }

  /** The difference to the last good export, beside the export. */
  public static String diff(String router, String address) {
    return base(router, address) + ".diff";
  }

  /** What stands in the place of an export that could not be had. */
  public static String failed(String router, String address) {
    return base(router, address) + FAILED;
  }

  private static String base(String router, String address) {
    // Colons of an IPv6 address alone are no reason for a suffix.
    String host = address == null ? "" : address.replace(':', '-');
    return "nas_" + SafeName.of(router, LONGEST_NAME) + "_" + SafeName.of(host, LONGEST_ADDRESS);
  }
}
