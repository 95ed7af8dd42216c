package io.proxpanel.backup.agent.router.run;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.ScratchBudget;
import io.proxpanel.backup.agent.destination.VolumeErrors;
import io.proxpanel.backup.agent.router.drift.Drift;
import io.proxpanel.backup.contract.RouterList;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole difference of a router's export to its last good one, until it is packed. */
final class DiffFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiffFile.class);

  /** More than this nobody reads, and both exports are at hand. */
  private static final long MOST = 4L << 20;

  private final Path path;
  private final ScratchBudget budget;
  private long taken;
  private boolean written;

  /**
   * A file.
   *
   * @param path where there is none yet
   * @param budget from which its room is taken
   */
  DiffFile(Path path, ScratchBudget budget) {
    this.path = path;
    this.budget = budget;
  }

  /**
   * Writes it.
   *
   * @param name of the new archive
   */
  void write(Drift drift, RouterList.LastGood last, String name) throws AgentException {
    try {
      Files.deleteIfExists(path);
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (Writer out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
        drift.writeUnifiedDiff(out, MOST, last.file(), name);
      }
      taken = Files.size(path);
      budget.take(taken);
      written = true;
    } catch (IOException e) {
      throw VolumeErrors.writing(path.getParent(), e);
    }
  }

  /** Where it is; empty when nothing differs. */
  Optional<Path> path() {
    return written ? Optional.of(path) : Optional.empty();
  }

  @Override
  public void close() {
    budget.give(taken);
    taken = 0;
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", path).log("temporary file left: {}", e.getMessage());
    }
  }
}
