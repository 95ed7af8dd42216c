package io.proxpanel.backup.agent.copy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.BoundedJson;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.RouterList;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The list of a run over routers, as it is stored in a folder. */
public final class StoredList {
  /**
   * The list of five thousand routers is shorter; what it is made into takes several times that.
   */
  private static final int MAX_BYTES = 4 << 20;

  private final RouterList list;
  private final byte[] bytes;
  private final Manifest manifest;

  private StoredList(RouterList list, byte[] bytes, Manifest manifest) {
    this.list = list;
    this.bytes = bytes;
    this.manifest = manifest;
  }

  /**
   * Reads the list of a resource.
   *
   * @param fileName of the list
   * @param uid of the resource
   * @return empty when there is none, or none of this resource
   * @throws AgentException {@code WrongKeyOrDamaged} when it is not as it was stored, or as {@link
   *     Store}
   */
  public static Optional<StoredList> find(Store store, String fileName, String uid)
      throws AgentException {
    BackupFolder folder = new BackupFolder(store);
    Optional<Manifest> manifest =
        folder
            .manifest(fileName)
            .filter(beside -> uid.equals(beside.uid()))
            .filter(beside -> beside.file() != null);
    if (manifest.isEmpty() || !folder.exists(fileName)) {
      return Optional.empty();
    }
    return Optional.of(read(store, fileName, manifest.get()));
  }

  private static StoredList read(Store store, String fileName, Manifest manifest)
      throws AgentException {
    try (InputStream in = store.read(fileName, 0)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw tooLong(store, fileName);
      }
      if (!Sha256.of(bytes).hex().equals(manifest.file().sha256())) {
        throw damaged(store, fileName, null);
      }
      RouterList list = BoundedJson.read(bytes, RouterList.class);
      for (RouterList.StoredArchive archive : archives(list)) {
        if (!RouterFiles.isArchiveOf(fileName, archive.name())) {
          throw damaged(store, fileName, null);
        }
      }
      return new StoredList(list, bytes, manifest);
    } catch (JsonProcessingException e) {
      throw damaged(store, fileName, e);
    } catch (IOException e) {
      throw AgentException.from(
          e,
          ErrorCode.InputOutput,
          "Reading " + store.location(fileName) + " failed: " + e.getMessage() + ".");
    }
  }

  private static AgentException tooLong(Store store, String fileName) {
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        "The list of routers "
            + store.location(fileName)
            + " has more than "
            + MAX_BYTES
            + " bytes, and is not read: this program writes none so long; look who changed it.");
  }

  private static AgentException damaged(Store store, String fileName, Exception cause) {
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        "The list of routers "
            + store.location(fileName)
            + " is not as it was stored: do not rely on what is beside it, and look who changed"
            + " it.",
        cause);
  }

  private static List<RouterList.StoredArchive> archives(RouterList list) {
    return list.routers().stream()
        .map(RouterList.Entry::file)
        .filter(file -> file != null)
        .toList();
  }

  /** What it says. */
  public RouterList list() {
    return list;
  }

  /** The archives of its own run. */
  public List<RouterList.StoredArchive> archives() {
    return archives(list);
  }

  /** The archives of older runs that it refers to. */
  public List<RouterList.LastGood> referred() {
    return list.routers().stream()
        .filter(RouterList.Entry::isUnchanged)
        .map(RouterList.Entry::lastGood)
        .toList();
  }

  /** What stands beside it. */
  public Manifest manifest() {
    return manifest;
  }

  /** The same to be stored elsewhere. */
  public SetFile file() {
    return new SetFile(Content.of(bytes), manifest);
  }
}
