package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.nio.charset.StandardCharsets;

/** Which names may reach a path. */
public final class FileNames {
  /** A file system's limit of 255 bytes, less what temporary names and manifests add. */
  private static final int MAX_BYTES = 180;

  private FileNames() {}

  /**
   * Refuses a name that is not a base name.
   *
   * @throws AgentException {@code NameInvalid}
   */
  public static void requireBaseName(String name) throws AgentException {
    if (name == null || name.isEmpty()) {
      throw new AgentException(ErrorCode.NameInvalid, "The file name is empty: write one.");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.contains("..")) {
      throw invalid(name, "it must be a name without a folder, without / and ..");
    }
    if (name.startsWith(".")) {
      throw invalid(name, "a name that starts with a dot is for temporary files");
    }
    if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw invalid(name.replaceAll("\\p{Cntrl}", "?"), "it has a control character");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw invalid(name, "it is longer than " + MAX_BYTES + " bytes");
    }
  }

  /**
   * Refuses a UID that could not be part of a name.
   *
   * @throws AgentException {@code TaskInvalid}
   */
  public static void requireUid(String uid) throws AgentException {
    if (uid == null || !uid.matches("[A-Za-z0-9-]{1,52}")) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "The task's uid \"" + uid + "\" is not the UID of a resource.");
    }
  }

  private static AgentException invalid(String name, String why) {
    return new AgentException(
        ErrorCode.NameInvalid, "The file name \"" + name + "\" is refused: " + why + ".");
  }
}
