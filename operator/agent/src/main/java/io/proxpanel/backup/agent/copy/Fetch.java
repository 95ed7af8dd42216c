package io.proxpanel.backup.agent.copy;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.LocalStore;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.agent.destination.Stores;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of a destination where it can be read more than once: on a volume where it lies, else a
 * copy in the scratch space, which goes when this is closed.
 */
public final class Fetch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
  private static final int PIECE = 64 * 1024;

  /** Attempts in a row that bring nothing before it is given up. */
  private static final int ATTEMPTS = 3;

  private final Path path;
  private final String name;
  private final Cleanup.Entry copy;

  private Fetch(Path path, String name, Cleanup.Entry copy) {
    this.path = path;
    this.name = name;
    this.copy = copy;
  }

  /**
   * Fetches a file.
   *
   * @param scratch the space for the copy
   * @throws AgentException {@code FileMissing}; {@code VolumeFull} when the scratch space is too
   *     small; or as {@link Store}
   */
  public static Fetch of(Destination source, String fileName, Scratch scratch, Cleanup cleanup)
      throws AgentException {
    try (Store store = Stores.open(source, cleanup)) {
      return from(store, fileName, scratch, cleanup);
    }
  }

  /** The same from a store that is open, for who fetches more than one file. */
  public static Fetch from(Store store, String fileName, Scratch scratch, Cleanup cleanup)
      throws AgentException {
    FileNames.requireBaseName(fileName);
    if (store instanceof LocalStore local) {
      return new Fetch(local.file(fileName), store.location(fileName), null);
    }
    Optional<FileEntry> there = store.stat(fileName);
    if (there.isEmpty() || !there.get().isFile()) {
      throw new AgentException(
          ErrorCode.FileMissing,
          "The file "
              + store.location(fileName)
              + (there.isEmpty() ? " does not exist" : " is no plain file")
              + ": correct the name, or look where it went.");
    }
    long size = there.get().sizeBytes().getAsLong();
    scratch.take(size, fileName);
    Fetch fetch = begin(store.location(fileName), size, scratch, cleanup);
    try {
      download(store, fileName, size, fetch.path());
      return fetch;
    } catch (AgentException | RuntimeException e) {
      fetch.close();
      throw e;
    }
  }

  private static Fetch begin(String name, long size, Scratch scratch, Cleanup cleanup)
      throws AgentException {
    boolean begun = false;
    try {
      Fetch fetch =
          cleanup.making(
              () -> {
                Path copy = scratch.newFile();
                return new Fetch(
                    copy,
                    name,
                    cleanup.add(
                        () -> {
                          remove(copy);
                          scratch.budget().give(size);
                        }));
              });
      begun = true;
      return fetch;
    } catch (IOException e) {
      throw AgentException.from(
          e, ErrorCode.InputOutput, "The scratch space cannot be written: " + e.getMessage() + ".");
    } finally {
      if (!begun) {
        scratch.budget().give(size);
      }
    }
  }

  /** Where it can be read. */
  public Path path() {
    return path;
  }

  /** Where it comes from, for people. */
  public String name() {
    return name;
  }

  /**
   * Reads it and compares it with what was stored.
   *
   * @param sizeBytes that it had
   * @param sha256 that it had, hexadecimal
   * @throws AgentException {@code WrongKeyOrDamaged} when it is another file now
   */
  public void requireSame(long sizeBytes, String sha256) throws AgentException {
    Sha256 hash;
    try {
      hash = Sha256.of(path);
    } catch (NoSuchFileException e) {
      throw new AgentException(
          ErrorCode.FileMissing,
          "The file " + name + " does not exist: correct the name, or look where it went.",
          e);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput, "Reading " + name + " failed: " + e.getMessage() + ".", e);
    }
    if (hash.bytes() != sizeBytes || !hash.hex().equals(sha256)) {
      throw notAsStored(name);
    }
  }

  /** The failure when a file is another one than it was. */
  public static AgentException notAsStored(String location) {
    return new AgentException(
        ErrorCode.WrongKeyOrDamaged,
        "The file "
            + location
            + " is not as it was stored, and is not taken from there: look who changed it.");
  }

  @Override
  public void close() {
    if (copy != null) {
      copy.close();
    }
  }

  /** Goes on where a connection was lost. */
  private static void download(Store store, String fileName, long size, Path to)
      throws AgentException {
    long done = 0;
    int without = 0;
    while (done < size) {
      long before = done;
      AgentException lost = null;
      try (InputStream in = store.read(fileName, done);
          OutputStream out = Files.newOutputStream(to, StandardOpenOption.APPEND)) {
        byte[] buffer = new byte[PIECE];
        int n = in.read(buffer);
        while (n >= 0) {
          if (n > size - done) {
            throw tooLong(store, fileName, size).asIOException();
          }
          out.write(buffer, 0, n);
          done += n;
          n = in.read(buffer);
        }
      } catch (IOException e) {
        lost =
            AgentException.from(
                e,
                ErrorCode.InputOutput,
                "Fetching "
                    + store.location(fileName)
                    + " to the scratch space failed: "
                    + e.getMessage()
                    + ".");
      }
      without = done > before ? 0 : without + 1;
      if (lost == null && done < size) {
        lost = cut(store, fileName, size, done);
      }
      if (lost != null && (!lost.code().retryable() || without >= ATTEMPTS)) {
        throw lost;
      }
      if (lost != null) {
        LOG.atWarn()
            .addKeyValue("file", store.location(fileName))
            .addKeyValue("bytes", done)
            .log("going on where it broke: {}", lost.getMessage());
        done = length(to);
      }
    }
  }

  private static long length(Path file) throws AgentException {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput, "The scratch space cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Not one that passes: what the server has said of the file's length is not so. */
  private static AgentException tooLong(Store store, String fileName, long size) {
    return new AgentException(
        ErrorCode.FileSizeWrong,
        store.location(fileName)
            + " should have "
            + size
            + " bytes, and the server sends more, which were not taken: look there whether somebody"
            + " changed the file, and take it from another place.");
  }

  private static AgentException cut(Store store, String fileName, long size, long came) {
    return new AgentException(
        ErrorCode.FileTruncated,
        "Of "
            + store.location(fileName)
            + " came "
            + came
            + " bytes, and it should have "
            + size
            + ": its end is missing, or it was changed while it was fetched.");
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).log("temporary file left: {}", e.getMessage());
    }
  }
}
