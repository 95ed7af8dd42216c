package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** A store that says one thing of its file and sends another. */
final class LyingStore implements Store {
  private final FileEntry entry;
  private final long sends;
  private long read;

  /**
   * A store of one file.
   *
   * @param entry what it says of the file
   * @param sends how many bytes it has of it
   */
  LyingStore(FileEntry entry, long sends) {
    this.entry = entry;
    this.sends = sends;
  }

  /** How many bytes were taken from it. */
  long read() {
    return read;
  }

  @Override
  public String place() {
    return "liar://store";
  }

  @Override
  public String location(String name) {
    return place() + "/" + name;
  }

  @Override
  public Optional<FileEntry> stat(String name) {
    return Optional.of(entry);
  }

  @Override
  public List<FileEntry> list(Predicate<String> wanted) {
    return List.of(entry);
  }

  @Override
  public InputStream read(String name, long offset) {
    return new InputStream() {
      private long left = sends - offset;

      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] bytes, int from, int length) {
        int n = (int) Math.min(length, left);
        left -= n;
        read += n;
        return n == 0 ? -1 : n;
      }
    };
  }

  @Override
  public Upload upload(String name, String uid, Content content) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void removeUnfinished(String name, String uid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OptionalLong freeBytes() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    // There is nothing to end.
  }
}
