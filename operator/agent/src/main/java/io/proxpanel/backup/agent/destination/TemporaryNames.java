package io.proxpanel.backup.agent.destination;

import java.util.UUID;

/** The names that files have until they are whole. */
public final class TemporaryNames {
  private static final String ENDING = ".partial";

  private TemporaryNames() {}

  /**
   * A name that {@link #isOf} knows again. No two are the same: another attempt of the same
   * resource that runs on elsewhere must not find its file exchanged.
   */
  public static String of(String fileName, String uid) {
    return "." + withoutDot(fileName, uid);
  }

  /** The same for servers that take no name that begins with a dot. */
  public static String withoutDot(String fileName, String uid) {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    return fileName + "." + unique + "." + uid + ENDING;
  }

  /** Whether a name is a temporary one of the resource with this UID. */
  public static boolean isOf(String name, String uid) {
    return name.endsWith("." + uid + ENDING);
  }
}
