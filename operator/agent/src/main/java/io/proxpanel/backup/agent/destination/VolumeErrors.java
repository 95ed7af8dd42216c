package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;

/** Says what a failed access to a volume means. Java has the system's reason as words only. */
public final class VolumeErrors {
  private VolumeErrors() {}

  /** The failure of reading below a folder. */
  static AgentException reading(Path folder, IOException e) {
    if (e instanceof AccessDeniedException) {
      return new AgentException(
          ErrorCode.VolumeNotWritable,
          "The agent may not read in "
              + folder
              + ": check the folder's owner and mode, or set fsGroup.",
          e);
    }
    return new AgentException(
        ErrorCode.InputOutput, "Reading in " + folder + " failed: " + e.getMessage() + ".", e);
  }

  /** The failure of writing below a folder. */
  public static AgentException writing(Path folder, Exception e) {
    if (e instanceof IOException io && io.getCause() instanceof AgentException agent) {
      return agent;
    }
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("no space left") || words.contains("quota exceeded")) {
      return new AgentException(
          ErrorCode.VolumeFull,
          "The volume of " + folder + " is full: make room, or enlarge the claim.",
          e);
    }
    if (e instanceof ReadOnlyFileSystemException || words.contains("read-only file system")) {
      return new AgentException(
          ErrorCode.VolumeNotWritable,
          "The volume of " + folder + " is read-only: check how the claim is mounted.",
          e);
    }
    if (e instanceof AccessDeniedException || words.contains("permission denied")) {
      return new AgentException(
          ErrorCode.VolumeNotWritable,
          "The agent may not write in "
              + folder
              + ": check the folder's owner and mode, or set fsGroup.",
          e);
    }
    return new AgentException(
        ErrorCode.InputOutput, "Writing in " + folder + " failed: " + e.getMessage() + ".", e);
  }
}
