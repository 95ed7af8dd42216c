package io.proxpanel.backup.agent.postgres.swap;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Predicate;

/** Names of databases that stand beside another one. */
public final class SwapNames {
  private static final int MAX_BYTES = 63;
  private static final int UID_CHARACTERS = 8;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private SwapNames() {}

  /**
   * The database that a restore fills: {@code <name>_restore_<start of the uid>}.
   *
   * @param taken whether the server has a database of a name
   */
  public static String restore(String database, String uid, Predicate<String> taken) {
    String start = uid.substring(0, Math.min(UID_CHARACTERS, uid.length()));
    return free(database, "_restore_" + start, taken);
  }

  /**
   * The database that was replaced: {@code <name>_kept_<UTC time>}.
   *
   * @param taken whether the server has a database of a name
   */
  public static String kept(String database, Instant when, Predicate<String> taken) {
    return free(database, "_kept_" + TIME.format(when), taken);
  }

  private static String free(String database, String suffix, Predicate<String> taken) {
    String name = cut(database, suffix);
    for (int i = 2; taken.test(name); i++) {
      name = cut(database, suffix + "_" + i);
    }
    return name;
  }

  /** The server would cut a name that is too long at its end, where the difference is. */
  private static String cut(String database, String suffix) {
    int room = MAX_BYTES - suffix.getBytes(StandardCharsets.UTF_8).length;
    int end = 0;
    int bytes = 0;
    while (end < database.length()) {
      int codePoint = database.codePointAt(end);
      int length = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
      if (bytes + length > room) {
        break;
      }
      bytes += length;
      end += Character.charCount(codePoint);
    }
    return database.substring(0, end) + suffix;
  }
}
