package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.contract.TaskResult;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that is authentic and whose archive is whole.
 *
 * @param path of the file
 * @param opened what it was when it was read
 * @param archive what it holds
 */
record ProvenFile(Path path, BackupFile.Opened opened, ArchiveSummary archive) {
  /**
   * Reads all of a file.
   *
   * @throws AgentException what {@link BackupFile#authenticate} and {@link ArchiveScanner#summary}
   *     say
   */
  static ProvenFile prove(Path path, List<KeyCandidate> keys) throws AgentException {
    ScannerOfTheKeyThatFits scanners = new ScannerOfTheKeyThatFits();
    BackupFile.Opened opened = BackupFile.authenticate(path, keys, scanners::begin);
    return new ProvenFile(path, opened, scanners.last.summary());
  }

  /** The same for the contract; nothing of it is taken from a manifest. */
  TaskResult.StoredFile facts() {
    return new TaskResult.StoredFile(
        String.valueOf(path.getFileName()),
        opened.sizeBytes(),
        opened.sha256(),
        opened.plaintextBytes(),
        opened.plaintextSha256(),
        opened.header().format(),
        opened.key().order(),
        opened.header().licenseKey());
  }

  /** Each key begins anew; the last one that began is the one that fitted. */
  private static final class ScannerOfTheKeyThatFits {
    private ArchiveScanner last;

    ArchiveScanner begin() {
      last = new ArchiveScanner();
      return last;
    }
  }
}
