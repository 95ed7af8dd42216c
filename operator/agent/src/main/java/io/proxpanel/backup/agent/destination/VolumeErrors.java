package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;

/** Says what a failed access to a volume means. Java has the system's reason as words only. */
public final class VolumeErrors {
  private VolumeErrors() {}

  /** How much room there is, for the inside of a sentence; empty where the system cannot say it. */
  private static String room(Path folder) {
    try {
      FileStore volume = Files.getFileStore(folder);
      return " (" + volume.getUsableSpace() + " of " + volume.getTotalSpace() + " bytes are free)";
    } catch (IOException e) {
      return "";
    }
  }

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
    return writing(folder, "", e);
  }

  /**
   * The same of a file.
   *
   * @param written bytes of it that are there
   */
  static AgentException writing(Path file, long written, Exception e) {
    String name = String.valueOf(file.getFileName());
    return writing(file.toAbsolutePath().getParent(), " after " + written + " bytes of " + name, e);
  }

  private static AgentException writing(Path folder, String after, Exception e) {
    if (e instanceof IOException io && io.getCause() instanceof AgentException agent) {
      return agent;
    }
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (words.contains("no space left") || words.contains("quota exceeded")) {
      return new AgentException(
          ErrorCode.VolumeFull,
          "The volume of "
              + folder
              + " is full"
              + room(folder)
              + after
              + ": make room, or enlarge the claim.",
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
