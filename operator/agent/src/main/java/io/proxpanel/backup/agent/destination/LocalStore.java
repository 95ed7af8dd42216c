package io.proxpanel.backup.agent.destination;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * A folder of a mounted volume. Links are never followed: what stands under a name that this class
 * uses is a plain file of its own, or somebody else's.
 */
public final class LocalStore implements Store {
  private static final int PIECE = 64 * 1024;

  private final Path folder;
  private final PlainFolder plain;
  private final Cleanup cleanup;

  private LocalStore(Path folder, PlainFolder plain, Cleanup cleanup) {
    this.folder = folder;
    this.plain = plain;
    this.cleanup = cleanup;
  }

  /**
   * Opens the folder of a destination.
   *
   * @param name of the destination, for messages
   * @param cleanup removes what was begun here and not committed
   * @throws AgentException {@code FolderMissing}
   */
  public static LocalStore open(String name, Destination.Local local, Cleanup cleanup)
      throws AgentException {
    Path folder = Path.of(local.folder());
    return open(folder, PlainFolder.of(name, folder), cleanup);
  }

  static LocalStore open(Path folder, PlainFolder plain, Cleanup cleanup) throws AgentException {
    plain.require();
    return new LocalStore(folder, plain, cleanup);
  }

  /** Where a file of that name is or will be. */
  public Path resolve(String fileName) throws AgentException {
    FileNames.requireBaseName(fileName);
    plain.require();
    return folder.resolve(fileName);
  }

  /**
   * Where a plain file of that name is; there it can be read without copying it.
   *
   * @throws AgentException {@code FileMissing} when there is none, or something else that would
   *     lead elsewhere or would never come to an end
   */
  public Path file(String fileName) throws AgentException {
    Path path = resolve(fileName);
    Optional<FileEntry> there = stat(fileName);
    if (there.isEmpty()) {
      throw missing(path, null);
    }
    if (!there.get().isFile()) {
      throw new AgentException(
          ErrorCode.FileMissing,
          path
              + " is no plain file but a folder, a link, a pipe or a device, and is not opened: look"
              + " who put it there.");
    }
    return path;
  }

  private static AgentException missing(Path path, Throwable cause) {
    return new AgentException(
        ErrorCode.FileMissing,
        "The file " + path + " does not exist: correct the name, or look where it went.",
        cause);
  }

  /** Begins a file under a temporary name, for who writes it piece by piece. */
  public NewFile create(String fileName, String uid) throws AgentException {
    FileNames.requireUid(uid);
    Path target = resolve(fileName);
    try {
      return NewFile.create(target, uid, cleanup);
    } catch (IOException | RuntimeException e) {
      throw VolumeErrors.writing(folder, e);
    }
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public String location(String name) {
    return folder.resolve(name).toString();
  }

  @Override
  public Optional<FileEntry> stat(String name) throws AgentException {
    plain.require();
    try {
      return Optional.of(entry(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Not to be able to look is not the same as to find nothing.
      throw VolumeErrors.reading(folder, e);
    }
  }

  @Override
  public List<FileEntry> list(Predicate<String> wanted) throws AgentException {
    plain.require();
    Listed listed = new Listed(place(), wanted);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        Optional<FileEntry> entry = listed.wants(name) ? stat(name) : Optional.empty();
        // What went since the listing began is not there.
        if (entry.isPresent()) {
          listed.keep(entry.get());
        }
      }
    } catch (IOException e) {
      throw VolumeErrors.reading(folder, e);
    } catch (DirectoryIteratorException e) {
      throw VolumeErrors.reading(folder, e.getCause());
    }
    return listed.entries();
  }

  @Override
  public InputStream read(String name, long offset) throws AgentException {
    Path path = file(name);
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      channel.position(offset);
      return Channels.newInputStream(channel);
    } catch (NoSuchFileException e) {
      throw missing(path, e);
    } catch (IOException e) {
      throw VolumeErrors.reading(folder, e);
    }
  }

  @Override
  public NewFile upload(String name, String uid, Content content) throws AgentException {
    NewFile file = create(name, uid);
    try {
      copy(content, file);
      return file;
    } catch (AgentException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void copy(Content content, NewFile file) throws AgentException {
    long bytes = 0;
    try (InputStream in = content.open(0);
        OutputStream out = file.output()) {
      byte[] buffer = new byte[PIECE];
      int n;
      while ((n = in.read(buffer)) >= 0) {
        out.write(buffer, 0, n);
        bytes += n;
      }
      if (bytes != content.length()) {
        throw new IOException("only " + bytes + " of " + content.length() + " bytes came");
      }
    } catch (IOException e) {
      throw VolumeErrors.writing(folder, e);
    }
  }

  @Override
  public void delete(String name) throws AgentException {
    Path path = resolve(name);
    try {
      if (Files.deleteIfExists(path)) {
        DurableNames.sync(folder);
      }
    } catch (IOException e) {
      throw VolumeErrors.writing(folder, e);
    }
  }

  @Override
  public void removeUnfinished(String name, String uid) throws AgentException {
    FileNames.requireUid(uid);
    for (FileEntry entry : list(each -> TemporaryNames.isOf(each, uid))) {
      try {
        Files.deleteIfExists(folder.resolve(entry.name()));
      } catch (IOException e) {
        throw VolumeErrors.writing(folder, e);
      }
    }
  }

  @Override
  public OptionalLong freeBytes() throws AgentException {
    try {
      return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      throw VolumeErrors.reading(folder, e);
    }
  }

  /** Does nothing: what was begun belongs to the cleanup. */
  @Override
  public void close() {
    // A folder holds no connection.
  }

  private static FileEntry entry(Path path) throws IOException {
    BasicFileAttributes file =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String name = String.valueOf(path.getFileName());
    return file.isRegularFile() ? FileEntry.file(name, file.size()) : FileEntry.other(name);
  }
}
