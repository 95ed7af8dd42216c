package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.copy.Fetch;
import io.proxpanel.backup.agent.copy.Scratch;
import io.proxpanel.backup.agent.copy.Sight;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that an earlier attempt of a Backup has stored without coming to say so, and that opens
 * with the password that is valid now.
 *
 * @param fetched where it can be read
 * @param proven what is in it
 * @param manifest that stands beside it
 */
record EarlierFile(Fetch fetched, ProvenFile proven, Manifest manifest) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierFile.class);

  /** What is wrong with a file itself, and not with the way to it. */
  private static final Set<ErrorCode> UNPROVEN =
      EnumSet.of(
          ErrorCode.WrongKeyOrDamaged,
          ErrorCode.FileTruncated,
          ErrorCode.NotABackupFile,
          ErrorCode.LicenseLineMissing,
          ErrorCode.NotAnArchive,
          ErrorCode.ArchiveIncomplete);

  /**
   * Finds one, the nearest first.
   *
   * @return null when none can be proven; they stay until there is another one that is
   */
  static EarlierFile find(
      List<Sight> sights, String fileName, BackupKeys keys, Scratch scratch, TaskContext context)
      throws AgentException {
    List<Sight> nearestFirst =
        sights.stream()
            .filter(sight -> sight.ours() != null)
            .sorted(Comparator.comparing(sight -> sight.destination().local() == null))
            .toList();
    for (Sight sight : nearestFirst) {
      context.report().stage("verifying");
      EarlierFile file = prove(sight, fileName, keys, scratch, context);
      if (file != null) {
        return file;
      }
    }
    return null;
  }

  private static EarlierFile prove(
      Sight sight, String fileName, BackupKeys keys, Scratch scratch, TaskContext context)
      throws AgentException {
    Fetch fetched = null;
    try {
      fetched = Fetch.of(sight.destination(), fileName, scratch, context.cleanup());
      ProvenFile file = ProvenFile.prove(fetched.path(), fetched.name(), List.of(keys.key()));
      file.requireSame(sight.ours().file(), fileName);
      return new EarlierFile(fetched, file, sight.ours());
    } catch (AgentException e) {
      if (fetched != null) {
        fetched.close();
      }
      if (UNPROVEN.contains(e.code())) {
        context.report().warn(unproven(fileName));
      } else if (sight.destination().local() != null) {
        throw e;
      } else {
        LOG.atWarn()
            .addKeyValue("destination", sight.destination().name())
            .log("the file of an earlier attempt is not taken: {}", e.getMessage());
      }
      return null;
    }
  }

  private static String unproven(String fileName) {
    return "The file "
        + fileName
        + " that an earlier attempt of this Backup stored does not open with the encryption"
        + " password as it is now, because the password was changed or the file is"
        + " damaged: the database is dumped again, and the new file takes its place once"
        + " it is proven.";
  }

  @Override
  public void close() {
    fetched.close();
  }
}
