package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.ScratchBudget;
import io.proxpanel.backup.agent.destination.VolumeErrors;
import io.proxpanel.backup.agent.format.EncryptingOutputStream;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.format.Sha256;
import io.proxpanel.backup.agent.router.archive.RouterArchiveWriter;
import io.proxpanel.backup.agent.router.archive.RouterFileNames;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Router;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the archives of a run, encrypted where there is a key.
 *
 * @param folder where
 * @param time of the run
 * @param key to encrypt with, or null
 * @param licenseKey for the headers, or null
 * @param budget of the scratch space
 */
public record ArchiveFiles(
    Path folder, Instant time, KeyCandidate key, String licenseKey, ScratchBudget budget) {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveFiles.class);

  /** What is written. */
  interface Body {
    void write(RouterArchiveWriter archive) throws IOException, AgentException;
  }

  /**
   * An archive.
   *
   * @param path where it can be read
   * @param file its name, length and hashes
   */
  record Written(Path path, TaskResult.StoredFile file) {}

  /** Name of the archive of a router. */
  public String name(String router) {
    return RouterFileNames.archive(router, time) + (key == null ? "" : RouterFiles.ENCRYPTED);
  }

  /**
   * Writes one.
   *
   * @param localName of its file in the folder
   * @throws AgentException {@code VolumeFull}, {@code VolumeNotWritable}, {@code InputOutput} of
   *     the scratch space; {@code FormatLimitExceeded}
   */
  Written write(Router router, String localName, Body body) throws AgentException {
    return write(router, localName, body, budget);
  }

  /** The same of an archive that is so small that nobody counts it. */
  Written writeSmall(Router router, String localName, Body body) throws AgentException {
    return write(router, localName, body, null);
  }

  private Written write(Router router, String localName, Body body, ScratchBudget room)
      throws AgentException {
    Path path = folder.resolve(localName);
    Counted counted = null;
    boolean done = false;
    try {
      Files.deleteIfExists(path);
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (Counted out = new Counted(Files.newOutputStream(path), room)) {
        counted = out;
        Written written =
            new Written(
                path, key == null ? plain(router, out, body) : encrypted(router, out, body));
        done = true;
        return written;
      }
    } catch (IOException e) {
      AgentException failure = VolumeErrors.writing(folder, e);
      throw failure.code() == ErrorCode.VolumeFull ? budget.full(failure) : failure;
    } finally {
      if (!done) {
        discard(path, counted == null ? 0 : counted.taken);
      }
    }
  }

  /** Takes the half of an archive away, whose room others may need. */
  private void discard(Path path, long taken) {
    budget.give(taken);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", path).log("temporary file left: {}", e.getMessage());
    }
  }

  private TaskResult.StoredFile plain(Router router, Counted out, Body body)
      throws IOException, AgentException {
    pack(router, out, body);
    return new TaskResult.StoredFile(
        name(router.name()), out.hash.bytes(), out.hash.hex(), 0, null, null, null, null);
  }

  private TaskResult.StoredFile encrypted(Router router, Counted out, Body body)
      throws IOException, AgentException {
    try (EncryptingOutputStream encrypting =
        new EncryptingOutputStream(out, licenseKey, key.key())) {
      pack(router, encrypting, body);
      encrypting.finish();
      return new TaskResult.StoredFile(
          name(router.name()),
          encrypting.sizeBytes(),
          encrypting.sha256(),
          encrypting.plaintextBytes(),
          encrypting.plaintextSha256(),
          BackupFormat.ProxPanelV2,
          key.order(),
          encrypting.header().licenseKey());
    }
  }

  private void pack(Router router, OutputStream out, Body body) throws IOException, AgentException {
    RouterArchiveWriter archive = new RouterArchiveWriter(out, router.name(), router.host(), time);
    body.write(archive);
    archive.finish();
  }

  /** Hashes what passes, and takes the room for it. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private final ScratchBudget budget;
    private final Sha256 hash = new Sha256();
    private long taken;

    /**
     * A stream.
     *
     * @param budget null where nobody counts
     */
    Counted(OutputStream out, ScratchBudget budget) {
      this.out = out;
      this.budget = budget;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (budget != null) {
        taken += length;
        try {
          budget.take(length);
        } catch (AgentException e) {
          throw e.asIOException();
        }
      }
      hash.update(bytes, offset, length);
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
