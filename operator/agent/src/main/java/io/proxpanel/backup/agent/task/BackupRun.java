package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.LocalFolder;
import io.proxpanel.backup.agent.destination.NewFile;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.EncryptingOutputStream;
import io.proxpanel.backup.agent.format.FileHeader;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.format.NamedPassword;
import io.proxpanel.backup.agent.format.PasswordFile;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.PgDump;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.Encryption;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dumps, encrypts, proves and stores one database. */
final class BackupRun {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);
  private static final int PIECE = 64 * 1024;

  private final TaskContext context;
  private final Task.Backup task;

  BackupRun(TaskContext context, Task.Backup task) {
    this.context = context;
    this.task = task;
  }

  /** What a dump left in the temporary file. */
  private record Dump(TaskResult.StoredFile file, ArchiveSummary archive) {}

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    FileNames.requireBaseName(task.fileName());
    Destination destination = requireOneDestination();
    context.report().stage("preparing");
    LocalFolder folder = LocalFolder.open(destination);
    folder.removeDebris(task.fileName(), task.uid());
    if (folder.exists(task.fileName())) {
      adopt(folder, destination);
      return;
    }
    KeyCandidate key = key();
    context.report().stage("probing");
    String applicationName = "proxpanel-backup-" + task.uid();
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
            DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup());
        PsqlSession session =
            PsqlSession.open(clients.newest(), login, applicationName, context.cleanup())) {
      context.interruption().sessions(clients.newest(), login, applicationName);
      DatabaseGuard guard = new DatabaseGuard(session, login, applicationName);
      guard.endLeftovers();
      guard.lockForBackup();
      ServerFacts server = ServerFacts.ask(session, login);
      ServerFacts.requireReadable(session, login);
      PostgresClients.Client client = clients.forDump(server.major(), server.version());
      context.report().warn(clients.dumpWarning(server.major(), server.version(), client));
      LOG.atInfo()
          .addKeyValue("database", login.database())
          .addKeyValue("server", login.server())
          .addKeyValue("pg_dump", client.major())
          .log("dumping from {}", server);
      store(folder, destination, key, server, applicationName, client, login);
    }
  }

  private void store(
      LocalFolder folder,
      Destination destination,
      KeyCandidate key,
      ServerFacts server,
      String applicationName,
      PostgresClients.Client client,
      DatabaseLogin login)
      throws AgentException {
    String startedAt = context.clock().instant().toString();
    try (NewFile file = folder.create(task.fileName(), task.uid(), context.cleanup())) {
      Dump dump;
      context.report().stage("dumping");
      try (PgDump pgDump =
          PgDump.start(
              client,
              login,
              applicationName,
              task.excludeTableData(),
              context.settings().lockTimeoutSeconds(),
              context.cleanup())) {
        dump = dump(pgDump, file, key);
      }
      TaskResult.Server facts =
          new TaskResult.Server(
              server.version(),
              dump.archive().header().dumpVersion().split(" ", 2)[0],
              server.databaseBytes());
      context.report().server(facts);
      context.report().archive(dump.archive().counts());
      context.report().stage("verifying");
      requireSame(BackupFile.authenticate(file.path(), List.of(key), null), dump.file());
      context.report().stage("storing");
      file.store(
          new Manifest(
              1,
              task.uid(),
              task.namespace(),
              task.name(),
              task.createdAt(),
              startedAt,
              context.clock().instant().toString(),
              login.database(),
              task.database().host(),
              dump.file(),
              facts,
              dump.archive().counts()));
      stored(folder, destination, dump.file());
    }
  }

  /** The pipeline: pg_dump, reading in passing, encrypting, the file. */
  private Dump dump(PgDump pgDump, NewFile file, KeyCandidate key) throws AgentException {
    try (ArchiveScanner scanner = new ArchiveScanner();
        EncryptingOutputStream encrypted =
            new EncryptingOutputStream(file.output(), licenseKey(), key.key())) {
      copy(pgDump.archive(), scanner, encrypted);
      pgDump.finish();
      ArchiveSummary summary = scanner.summary();
      encrypted.finish();
      return new Dump(
          new TaskResult.StoredFile(
              task.fileName(),
              encrypted.sizeBytes(),
              encrypted.sha256(),
              encrypted.plaintextBytes(),
              encrypted.plaintextSha256(),
              BackupFormat.ProxPanelV2,
              key.order(),
              headerLicenseKey()),
          summary);
    } catch (IOException e) {
      throw AgentException.from(
          e, ErrorCode.InputOutput, "The dump cannot be written: " + e.getMessage() + ".");
    }
  }

  private void copy(InputStream dump, ArchiveScanner scanner, EncryptingOutputStream out)
      throws IOException {
    Progress progress = new Progress(context.clock(), "dumping");
    byte[] buffer = new byte[PIECE];
    int n = dump.read(buffer);
    while (n >= 0) {
      scanner.write(buffer, 0, n);
      out.write(buffer, 0, n);
      progress.add(n);
      n = dump.read(buffer);
    }
  }

  /** A file of this Backup is there: an earlier attempt stored it and did not come to say so. */
  private void adopt(LocalFolder folder, Destination destination) throws AgentException {
    if (!folder.owns(task.fileName(), task.uid())) {
      throw NewFile.taken(task.fileName(), folder, null);
    }
    context.report().stage("verifying");
    Manifest manifest = folder.manifest(task.fileName()).orElseThrow();
    requireSame(
        BackupFile.authenticate(folder.resolve(task.fileName()), List.of(key()), null),
        manifest.file());
    context.report().server(manifest.server());
    context.report().archive(manifest.archive());
    stored(folder, destination, manifest.file());
  }

  private void stored(LocalFolder folder, Destination destination, TaskResult.StoredFile file)
      throws AgentException {
    context.report().file(file);
    context
        .report()
        .destinations(
            List.of(
                new TaskResult.DestinationResult(
                    destination.name(),
                    "Stored",
                    folder.resolve(task.fileName()).toString(),
                    null)));
  }

  private void requireSame(BackupFile.Opened read, TaskResult.StoredFile written)
      throws AgentException {
    if (read.sizeBytes() != written.sizeBytes()
        || !read.sha256().equals(written.sha256())
        || read.plaintextBytes() != written.plaintextBytes()
        || !read.plaintextSha256().equals(written.plaintextSha256())) {
      throw new AgentException(
          ErrorCode.ReadBackFailed,
          "What was read back of "
              + task.fileName()
              + " differs from what was written: check the volume.");
    }
  }

  private Destination requireOneDestination() throws AgentException {
    if (task.destinations().size() != 1) {
      throw new AgentException(
          ErrorCode.TaskInvalid,
          "The task has " + task.destinations().size() + " destinations and must have one.");
    }
    return task.destinations().get(0);
  }

  private KeyCandidate key() throws AgentException {
    Encryption encryption = task.encryption();
    if (encryption == null || encryption.format() != BackupFormat.ProxPanelV2) {
      throw new AgentException(
          ErrorCode.TaskInvalid, "The task's encryption is not ProxPanelV2, which is written.");
    }
    NamedPassword password = PasswordFile.read(Path.of(encryption.passwordFile()));
    return new KeyCandidate(
        password.origin(),
        encryption.keyOrder(),
        BackupKey.derive(encryption.keyOrder(), password.password()));
  }

  private String licenseKey() throws AgentException {
    String file = task.encryption().licenseKeyFile();
    return file == null
        ? null
        : new String(PasswordFile.read(Path.of(file)).password(), StandardCharsets.UTF_8);
  }

  private String headerLicenseKey() throws AgentException {
    String key = licenseKey();
    return key == null ? FileHeader.UNKNOWN_LICENSE : key;
  }
}
