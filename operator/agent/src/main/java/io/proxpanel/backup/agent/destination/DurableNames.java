package io.proxpanel.backup.agent.destination;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Gives files names that replace no other file and that last through a power cut. */
public final class DurableNames {
  private DurableNames() {}

  /**
   * Gives a file another name in the same folder; to be followed by {@link #sync}.
   *
   * @throws FileAlreadyExistsException when something stands under that name, which is left
   */
  public static void rename(Path from, Path to) throws IOException {
    try {
      // A link is made only where there is nothing of that name; a rename would replace it.
      Files.createLink(to, from);
    } catch (FileAlreadyExistsException e) {
      // A file server may have made the link, and only its answer got lost.
      if (!isSame(from, to)) {
        throw e;
      }
    } catch (UnsupportedOperationException | FileSystemException e) {
      renameWithoutLinks(from, to);
      return;
    }
    Files.delete(from);
  }

  /** Makes names that were given or taken in a folder last through a power cut. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // File systems that cannot do it for folders say so; there it is of no use either.
      if (!String.valueOf(e.getMessage()).contains("Invalid argument")) {
        throw e;
      }
    }
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    Object key = key(one);
    return key != null && key.equals(key(other));
  }

  private static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** For file systems without links: names are unique by design, so nobody races for this one. */
  private static void renameWithoutLinks(Path from, Path to) throws IOException {
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
