package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.contract.ErrorCode;
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
   * @param name what messages call it
   * @throws AgentException what {@link BackupFile#authenticate} and {@link ArchiveScanner#summary}
   *     say
   */
  static ProvenFile prove(Path path, String name, List<KeyCandidate> keys) throws AgentException {
    ScannerOfTheKeyThatFits scanners = new ScannerOfTheKeyThatFits();
    BackupFile.Opened opened = BackupFile.authenticate(path, name, keys, scanners::begin);
    return new ProvenFile(path, opened, scanners.last.summary());
  }

  /**
   * Refuses a file that is another one than it should be.
   *
   * @throws AgentException {@code ReadBackFailed}
   */
  void requireSame(TaskResult.StoredFile written, String fileName) throws AgentException {
    requireSame(opened, written, fileName);
  }

  /** The same for one whose archive was not looked at. */
  static void requireSame(BackupFile.Opened read, TaskResult.StoredFile written, String fileName)
      throws AgentException {
    if (read.sizeBytes() != written.sizeBytes()
        || !read.sha256().equals(written.sha256())
        || read.plaintextBytes() != written.plaintextBytes()
        || !read.plaintextSha256().equals(written.plaintextSha256())) {
      throw new AgentException(
          ErrorCode.ReadBackFailed,
          "What was read back of "
              + fileName
              + " differs from what was written: check the volume.");
    }
  }

  /**
   * The same for the contract; nothing of it is taken from a manifest.
   *
   * @param fileName its name where it is stored
   */
  TaskResult.StoredFile facts(String fileName) {
    return new TaskResult.StoredFile(
        fileName,
        opened.sizeBytes(),
        opened.sha256(),
        opened.plaintextBytes(),
        opened.plaintextSha256(),
        opened.header().format(),
        opened.key().order(),
        opened.header().licenseFingerprint());
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
