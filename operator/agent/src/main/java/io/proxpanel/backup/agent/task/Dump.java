package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.agent.copy.Spool;
import io.proxpanel.backup.agent.format.EncryptingOutputStream;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.DumpScope;
import io.proxpanel.backup.agent.postgres.ExcludedRows;
import io.proxpanel.backup.agent.postgres.LockWatch;
import io.proxpanel.backup.agent.postgres.PgDump;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.io.InputStream;

/**
 * What is dumped, and by which programs.
 *
 * @param client the programs
 * @param login at the server
 * @param applicationName of the sessions
 * @param server that is dumped from
 * @param scope the part that is dumped
 * @param excluded tables whose rows are left out
 */
record Dump(
    PostgresClients.Client client,
    DatabaseLogin login,
    String applicationName,
    ServerFacts server,
    DumpScope scope,
    ExcludedRows excluded) {
  private static final int PIECE = 64 * 1024;

  /** What a dump left in the spool. */
  record Done(TaskResult.StoredFile file, ArchiveSummary archive) {}

  /** The pipeline: pg_dump, reading in passing, encrypting, the spool and who copies it. */
  Done into(Spool spool, BackupKeys keys, String fileName, TaskContext context)
      throws AgentException {
    long lockTimeout = context.settings().lockTimeoutSeconds();
    try (LockWatch locks =
            new LockWatch(client, login, applicationName, lockTimeout, context.cleanup());
        PgDump pgDump =
            PgDump.start(
                client, login, applicationName, scope, excluded, lockTimeout, context.cleanup());
        ArchiveScanner scanner = new ArchiveScanner();
        EncryptingOutputStream encrypted =
            new EncryptingOutputStream(spool.output(), keys.licenseKey(), keys.key().key())) {
      copy(pgDump.archive(), scanner, encrypted, new Progress(context.clock(), "dumping"));
      pgDump.finish(locks);
      ArchiveSummary summary = scanner.summary();
      encrypted.finish();
      spool.content().finish();
      return new Done(
          new TaskResult.StoredFile(
              fileName,
              encrypted.sizeBytes(),
              encrypted.sha256(),
              encrypted.plaintextBytes(),
              encrypted.plaintextSha256(),
              BackupFormat.ProxPanelV2,
              keys.key().order(),
              encrypted.header().licenseFingerprint()),
          summary);
    } catch (IOException e) {
      throw spool.failure(e);
    }
  }

  private static void copy(
      InputStream dump, ArchiveScanner scanner, EncryptingOutputStream out, Progress progress)
      throws IOException {
    byte[] buffer = new byte[PIECE];
    int n = dump.read(buffer);
    while (n >= 0) {
      scanner.write(buffer, 0, n);
      out.write(buffer, 0, n);
      progress.add(n);
      n = dump.read(buffer);
    }
  }
}
