package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A folder of a volume that is where it is written: whoever else may write on the volume could let
 * a link in its path lead into the container. Above the mount point everything is the container's
 * own; where nothing is mounted, as on a machine of one's own, the folder alone is looked at.
 *
 * @param name of the destination, for messages
 * @param path of the folder
 * @param mount where its volume is mounted
 */
record PlainFolder(String name, Path path, Path mount) {

  static PlainFolder of(String name, Path folder) {
    Path path = folder.toAbsolutePath();
    return new PlainFolder(name, path, MountPoints.above(path));
  }

  /**
   * Refuses it when it is none, or none any more.
   *
   * @throws AgentException {@code FolderMissing}; {@code VolumeNotWritable} when it may not be
   *     looked at
   */
  void require() throws AgentException {
    boolean mounted = mount.getNameCount() > 0;
    Path part = mounted ? mount : path;
    requireFolder(part, mounted);
    for (int i = part.getNameCount(); i < path.getNameCount(); i++) {
      part = part.resolve(path.getName(i));
      requireFolder(part, false);
    }
  }

  private void requireFolder(Path part, boolean followed) throws AgentException {
    BasicFileAttributes attributes;
    try {
      attributes =
          followed
              ? Files.readAttributes(part, BasicFileAttributes.class)
              : Files.readAttributes(part, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw refused(" does not exist: create it on the volume, or correct the path.");
    } catch (IOException e) {
      throw VolumeErrors.reading(path, e);
    }
    if (attributes.isSymbolicLink()) {
      throw refused(
          " is not used, because "
              + part
              + " is a link, which could lead out of the volume: write the path that it leads to,"
              + " or put a folder in its place.");
    }
    if (!attributes.isDirectory()) {
      throw refused(
          " does not exist, because " + part + " is no folder: remove it, or correct the path.");
    }
  }

  private AgentException refused(String why) {
    return new AgentException(
        ErrorCode.FolderMissing,
        "The folder " + path + " of the destination \"" + name + "\"" + why);
  }
}
