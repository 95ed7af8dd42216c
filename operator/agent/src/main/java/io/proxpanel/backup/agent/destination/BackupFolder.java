package io.proxpanel.backup.agent.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.FileList;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The backup files in a store: which is whose, as the manifest beside each says. A file without a
 * manifest of ours is somebody else's, and is neither replaced nor removed.
 */
public final class BackupFolder {
  private static final int MAX_MANIFEST = 1024 * 1024;

  private final Store store;

  /** The files in that store. */
  public BackupFolder(Store store) {
    this.store = store;
  }

  /** Where a file of that name is, for people. */
  public String location(String fileName) throws AgentException {
    FileNames.requireBaseName(fileName);
    return store.location(fileName);
  }

  /** Whether something stands under that name. */
  public boolean exists(String fileName) throws AgentException {
    FileNames.requireBaseName(fileName);
    return store.stat(fileName).isPresent();
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
    Optional<FileEntry> file = store.stat(fileName);
    if (file.isEmpty()) {
      return true;
    }
    return manifest.get().file() != null
        && file.get().sizeBytes().equals(OptionalLong.of(manifest.get().file().sizeBytes()));
  }

  /**
   * The manifest of a file; empty when there is none, or something else under its name.
   *
   * @throws AgentException when it is there and cannot be read: it may be anybody's
   */
  public Optional<Manifest> manifest(String fileName) throws AgentException {
    FileNames.requireBaseName(fileName);
    String name = fileName + Manifest.SUFFIX;
    Optional<FileEntry> entry = store.stat(name);
    if (entry.isEmpty() || entry.get().sizeBytes().orElse(Long.MAX_VALUE) > MAX_MANIFEST) {
      return Optional.empty();
    }
    try (InputStream in = store.read(name, 0)) {
      return Optional.ofNullable(BoundedJson.read(in.readNBytes(MAX_MANIFEST), Manifest.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "Reading " + store.location(name) + " failed: " + e.getMessage() + ".");
    } catch (AgentException e) {
      if (e.code() == ErrorCode.FileMissing) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Length of the plain file of that name; empty when there is none, or something else under its
   * name.
   */
  public OptionalLong size(String fileName) throws AgentException {
    FileNames.requireBaseName(fileName);
    return store.stat(fileName).map(FileEntry::sizeBytes).orElse(OptionalLong.empty());
  }

  /**
   * Removes what killed attempts of a resource left: its temporary files, a file that is shorter
   * than the manifest says where the kind of store can leave one, and a manifest whose file never
   * came.
   */
  public void removeDebris(String fileName, String uid) throws AgentException {
    removeUnfinished(fileName, uid);
    removeRemains(fileName, uid);
  }

  /** Removes a resource's temporary files, of whichever of its files in the store. */
  public void removeUnfinished(String fileName, String uid) throws AgentException {
    FileNames.requireUid(uid);
    store.removeUnfinished(fileName, uid);
  }

  /** Removes what has no temporary name: the file that is cut, and the manifest without a file. */
  public void removeRemains(String fileName, String uid) throws AgentException {
    if (store.showsUnfinished() && isCut(fileName, uid)) {
      store.delete(fileName);
    }
    if (!exists(fileName) && owns(fileName, uid)) {
      store.delete(fileName + Manifest.SUFFIX);
    }
  }

  private boolean isCut(String fileName, String uid) throws AgentException {
    OptionalLong size = size(fileName);
    return size.isPresent()
        && manifest(fileName)
            .filter(manifest -> uid.equals(manifest.uid()) && manifest.file() != null)
            .filter(manifest -> size.getAsLong() < manifest.file().sizeBytes())
            .isPresent();
  }

  /**
   * Gives an uploaded file its final name, with its manifest beside it: the manifest first, since a
   * file without one would be nobody's.
   *
   * @throws AgentException {@code FileNameTaken}, or why the store refused it
   */
  public void store(String fileName, Store.Upload upload, Manifest manifest) throws AgentException {
    if (exists(fileName)) {
      throw taken(fileName, manifest.uid(), null);
    }
    String manifestName = fileName + Manifest.SUFFIX;
    try (Store.Upload beside =
        store.upload(manifestName, manifest.uid(), Content.of(Json.writePretty(manifest)))) {
      beside.commit();
    } catch (AgentException e) {
      throw e.code() == ErrorCode.FileNameTaken ? taken(fileName, manifest.uid(), e) : e;
    }
    try {
      upload.commit();
    } catch (AgentException e) {
      if (e.code() != ErrorCode.FileNameTaken) {
        throw e;
      }
      // It must not stand beside somebody else's file and say that the file is ours.
      store.delete(manifestName);
      throw taken(fileName, manifest.uid(), e);
    }
  }

  private AgentException taken(String fileName, String uid, AgentException cause)
      throws AgentException {
    if (!owns(fileName, uid)) {
      return taken(fileName, cause);
    }
    return new AgentException(
        ErrorCode.InputOutput,
        "Another attempt of this Backup has just stored "
            + fileName
            + " in "
            + store.place()
            + ": it was left as it is, and the next attempt takes it.",
        cause);
  }

  /** The failure when a name is somebody else's. */
  public AgentException taken(String fileName, Throwable cause) {
    return new AgentException(
        ErrorCode.FileNameTaken,
        "A file "
            + fileName
            + " is in "
            + store.place()
            + " already and is not this Backup's: it was left as it is; create another Backup.",
        cause);
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
      throw taken(fileName, null);
    }
    remove(fileName);
  }

  private void remove(String fileName) throws AgentException {
    // The manifest goes last: it is what says that the rest may be removed.
    store.delete(fileName);
    store.delete(fileName + Manifest.SUFFIX);
  }

  /** Removes a resource's file, its manifest and its debris; nothing of anybody else's. */
  public Deleted delete(String fileName, String uid) throws AgentException {
    removeUnfinished(fileName, uid);
    return deleteNamed(fileName, uid);
  }

  /** The same without temporary files, for who removes many files and looks for those once. */
  public Deleted deleteNamed(String fileName, String uid) throws AgentException {
    removeRemains(fileName, uid);
    boolean there = exists(fileName);
    boolean ours = owns(fileName, uid);
    if (there && ours) {
      remove(fileName);
    }
    if (!there) {
      return Deleted.MISSING;
    }
    return ours ? Deleted.REMOVED : Deleted.NOT_OURS;
  }

  /**
   * What stands in the folder under names that are asked for, by its name, from one look at it.
   *
   * @throws AgentException as {@link Store#list}
   */
  public Map<String, FileEntry> entries(Predicate<String> wanted) throws AgentException {
    return store.list(wanted).stream()
        .collect(Collectors.toMap(FileEntry::name, entry -> entry, (one, other) -> one));
  }

  /**
   * Tells every name in the folder, whatever stands there, and keeps none.
   *
   * @param name is told each once or, after a lost connection, again
   * @throws AgentException as {@link Store#list}
   */
  public void tellNames(Consumer<String> name) throws AgentException {
    store.list(
        each -> {
          name.accept(each);
          return false;
        });
  }

  /**
   * Names of the backup files in the store, whoever wrote them; unsorted.
   *
   * @throws AgentException as {@link Store#list}
   */
  public List<String> backupFiles() throws AgentException {
    // Those of a file that is being written begin with a dot.
    Predicate<String> backups = name -> name.endsWith(FileList.ENDING) && !name.startsWith(".");
    return store.list(backups).stream().filter(FileEntry::isFile).map(FileEntry::name).toList();
  }
}
