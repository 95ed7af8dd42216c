package io.proxpanel.backup.e2e.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** The files of one licence, or of one tenant, in a folder of their own. */
public final class CloudAccount {
  private final Path folder;
  private final AtomicLong ids;
  private final List<StoredFile> files = new ArrayList<>();
  private long quota;

  /**
   * One file.
   *
   * @param id number that grows
   * @param backupId random
   * @param filename as the client said it
   * @param content on disk
   * @param createdAt now
   */
  public record StoredFile(
      long id, String backupId, String filename, Path content, Instant createdAt) {
    /** Its length in bytes. */
    public long sizeBytes() {
      try {
        return Files.size(content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  CloudAccount(Path folder, AtomicLong ids, long quota) {
    this.folder = folder;
    this.ids = ids;
    this.quota = quota;
  }

  /** Changes how many bytes it may have. */
  public synchronized void quota(long bytes) {
    quota = bytes;
  }

  synchronized long quota() {
    return quota;
  }

  synchronized long used() {
    return files.stream().mapToLong(StoredFile::sizeBytes).sum();
  }

  /** What is stored, the oldest first. */
  public synchronized List<StoredFile> files() {
    return List.copyOf(files);
  }

  /** Stores something as another client would. */
  public StoredFile put(String filename, byte[] bytes) {
    try {
      return keep(filename, Files.write(newFile(), bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path newFile() throws IOException {
    return Files.createTempFile(folder, "upload-", "");
  }

  synchronized StoredFile keep(String filename, Path content) throws IOException {
    String backupId = UUID.randomUUID().toString();
    Path place = Files.createDirectory(folder.resolve(backupId)).resolve(filename);
    Files.move(content, place, StandardCopyOption.ATOMIC_MOVE);
    StoredFile file =
        new StoredFile(ids.incrementAndGet(), backupId, filename, place, Instant.now());
    files.add(file);
    return file;
  }

  synchronized Optional<StoredFile> find(String backupId) {
    return files.stream().filter(each -> each.backupId().equals(backupId)).findFirst();
  }

  synchronized void remove(StoredFile file) throws IOException {
    files.remove(file);
    Files.delete(file.content());
    Files.delete(folder.resolve(file.backupId()));
  }
}
