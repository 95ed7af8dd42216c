package io.proxpanel.backup.agent.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.FileList;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A folder of a mounted volume. Links are never followed: what stands under a name that this class
 * uses is a plain file of its own, or somebody else's.
 */
public final class LocalFolder {
  private static final int MAX_MANIFEST = 1024 * 1024;
  private static final String PARTIAL = ".partial";

  private final Path folder;

  private LocalFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the folder of a destination.
   *
   * @throws AgentException {@code FolderMissing}, or {@code TaskInvalid} for another kind
   */
  public static LocalFolder open(Destination destination) throws AgentException {
    if (destination == null || destination.local() == null) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "The destination is not a folder of a volume: write local.");
    }
    Path folder = Path.of(destination.local().folder());
    if (!Files.isDirectory(folder)) {
      throw new AgentException(
          ErrorCode.FolderMissing,
          "The folder "
              + folder
              + " of the destination \""
              + destination.name()
              + "\" does not exist: create it on the volume, or correct the path.");
    }
    return new LocalFolder(folder);
  }

  /** Where a file of that name is. */
  public Path resolve(String fileName) throws AgentException {
    FileNames.requireBaseName(fileName);
    return folder.resolve(fileName);
  }

  /** Whether something stands under that name. */
  public boolean exists(String fileName) throws AgentException {
    try {
      attributes(resolve(fileName));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      // Not to be able to look is not the same as to find nothing.
      throw VolumeErrors.reading(folder, e);
    }
  }

  /**
   * Whether the file of that name, if there is one, is the one that the resource with this UID
   * wrote: its manifest says so, and it is a plain file of the length in the manifest.
   */
  public boolean owns(String fileName, String uid) throws AgentException {
    Optional<Manifest> manifest = manifest(fileName);
    if (manifest.isEmpty() || !uid.equals(manifest.get().uid())) {
      return false;
    }
    try {
      BasicFileAttributes file = attributes(resolve(fileName));
      return file.isRegularFile()
          && manifest.get().file() != null
          && file.size() == manifest.get().file().sizeBytes();
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      throw VolumeErrors.reading(folder, e);
    }
  }

  /**
   * The manifest of a file; empty when there is none, or something else under its name.
   *
   * @throws AgentException when it is there and cannot be read: it may be anybody's
   */
  public Optional<Manifest> manifest(String fileName) throws AgentException {
    Path path = resolve(fileName + Manifest.SUFFIX);
    try {
      BasicFileAttributes file = attributes(path);
      if (!file.isRegularFile() || file.size() > MAX_MANIFEST) {
        return Optional.empty();
      }
      return Optional.ofNullable(Json.read(text(path), Manifest.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw VolumeErrors.reading(folder, e);
    }
  }

  /**
   * Length of the plain file of that name; empty when there is none, or something else under its
   * name.
   */
  public OptionalLong size(String fileName) throws AgentException {
    try {
      BasicFileAttributes file = attributes(resolve(fileName));
      return file.isRegularFile() ? OptionalLong.of(file.size()) : OptionalLong.empty();
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw VolumeErrors.reading(folder, e);
    }
  }

  private static String text(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(MAX_MANIFEST), StandardCharsets.UTF_8);
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Removes what killed attempts of a resource left: its temporary files, and a manifest whose file
   * never came.
   */
  public void removeDebris(String fileName, String uid) throws AgentException {
    FileNames.requireUid(uid);
    try {
      boolean changed = false;
      for (Path debris : partials(uid)) {
        changed |= Files.deleteIfExists(debris);
      }
      if (!exists(fileName) && owns(fileName, uid)) {
        changed |= Files.deleteIfExists(resolve(fileName + Manifest.SUFFIX));
      }
      if (changed) {
        sync();
      }
    } catch (IOException e) {
      throw VolumeErrors.writing(folder, e);
    }
  }

  /**
   * Begins a file under a temporary name.
   *
   * @param uid of the resource that it belongs to
   * @param cleanup removes it, unless it was stored
   */
  public NewFile create(String fileName, String uid, Cleanup cleanup) throws AgentException {
    FileNames.requireUid(uid);
    Path target = resolve(fileName);
    try {
      return NewFile.create(this, target, uid, cleanup);
    } catch (IOException | RuntimeException e) {
      throw VolumeErrors.writing(folder, e);
    }
  }

  /** What a deletion found. */
  public enum Deleted {
    /** The file was removed. */
    REMOVED,
    /** No file of that name was there. */
    MISSING,
    /** A file is there, and nothing says that it is this resource's: it was left. */
    NOT_OURS
  }

  /**
   * Removes a resource's file and its manifest, and not its temporary files, one of which may be
   * about to take the place.
   *
   * @throws AgentException {@code FileNameTaken} when the file is not the resource's
   */
  public void removeStored(String fileName, String uid) throws AgentException {
    if (!owns(fileName, uid)) {
      throw NewFile.taken(fileName, this, null);
    }
    try {
      // The manifest goes last: it is what says that the rest may be removed.
      Files.deleteIfExists(resolve(fileName));
      sync();
      Files.deleteIfExists(resolve(fileName + Manifest.SUFFIX));
      sync();
    } catch (IOException e) {
      throw VolumeErrors.writing(folder, e);
    }
  }

  /** Removes a resource's file, its manifest and its debris; nothing of anybody else's. */
  public Deleted delete(String fileName, String uid) throws AgentException {
    boolean there = exists(fileName);
    boolean ours = owns(fileName, uid);
    if (there && ours) {
      removeStored(fileName, uid);
    }
    removeDebris(fileName, uid);
    if (!there) {
      return Deleted.MISSING;
    }
    return ours ? Deleted.REMOVED : Deleted.NOT_OURS;
  }

  void sync() throws IOException {
    DurableNames.sync(folder);
  }

  /**
   * A name that {@link #removeDebris} knows again. No two are the same: another attempt of the same
   * resource that runs on elsewhere must not find its file exchanged.
   */
  Path temporary(String fileName, String uid) {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    return folder.resolve("." + fileName + "." + unique + "." + uid + PARTIAL);
  }

  Path path() {
    return folder;
  }

  /**
   * Names of the backup files in the folder, whoever wrote them; unsorted.
   *
   * @throws AgentException as {@link #exists}
   */
  public List<String> backupFiles() throws AgentException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + FileList.ENDING)) {
      for (Path file : files) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          names.add(String.valueOf(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw VolumeErrors.reading(folder, e);
    } catch (DirectoryIteratorException e) {
      throw VolumeErrors.reading(folder, e.getCause());
    }
    // Those of a file that is being written begin with a dot.
    names.removeIf(name -> name.startsWith("."));
    return names;
  }

  private List<Path> partials(String uid) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            folder,
            path -> {
              String name = String.valueOf(path.getFileName());
              return name.startsWith(".") && name.endsWith("." + uid + PARTIAL);
            })) {
      files.forEach(found::add);
    }
    return found;
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
