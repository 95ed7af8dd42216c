package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveScanner;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.agent.destination.BackupFolder;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.destination.LocalStore;
import io.proxpanel.backup.agent.destination.NewFile;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.EncryptingOutputStream;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.format.NamedPassword;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.DumpScope;
import io.proxpanel.backup.agent.postgres.ExcludedRows;
import io.proxpanel.backup.agent.postgres.LockWatch;
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
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dumps, encrypts, proves and stores one database, or a part of it. */
final class BackupRun {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);
  private static final int PIECE = 64 * 1024;

  /** What is wrong with a file itself, and not with the way to it. */
  private static final Set<ErrorCode> UNPROVEN =
      EnumSet.of(
          ErrorCode.WrongKeyOrDamaged,
          ErrorCode.FileTruncated,
          ErrorCode.NotABackupFile,
          ErrorCode.LicenseLineMissing,
          ErrorCode.NotAnArchive,
          ErrorCode.ArchiveIncomplete);

  private final TaskContext context;
  private final Task.Backup task;

  BackupRun(TaskContext context, Task.Backup task) {
    this.context = context;
    this.task = task;
  }

  /** What the file is encrypted with, read once: the Secrets may change at any time. */
  private record Keys(KeyCandidate key, String licenseKey) {}

  /** What is dumped, and by which programs. */
  private record Source(
      PostgresClients.Client client,
      DatabaseLogin login,
      String applicationName,
      ServerFacts server,
      DumpScope scope,
      ExcludedRows excluded) {}

  /** What a dump left in the temporary file. */
  private record Dump(TaskResult.StoredFile file, ArchiveSummary archive) {}

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    FileNames.requireBaseName(task.fileName());
    Destination destination = requireOneDestination();
    context.report().scope(task.scope());
    context.report().stage("preparing");
    LocalStore store = LocalStore.open(destination.name(), destination.local(), context.cleanup());
    BackupFolder folder = new BackupFolder(store);
    folder.removeDebris(task.fileName(), task.uid());
    Keys keys = new Keys(key(), licenseKey());
    boolean storedEarlier = folder.exists(task.fileName());
    if (storedEarlier && adopt(store, folder, destination, keys)) {
      return;
    }
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
      DumpScope scope = DumpScope.ask(session, login, task.scope());
      ServerFacts.requireReadable(session, login, scope);
      PostgresClients.Client client = clients.forDump(server.major(), server.version());
      context.report().warn(clients.dumpWarning(server.major(), server.version(), client));
      LOG.atInfo()
          .addKeyValue("database", login.database())
          .addKeyValue("server", login.server())
          .addKeyValue("pg_dump", client.major())
          .log("dumping from {}", server);
      ExcludedRows excluded =
          ExcludedRows.ask(session, login, task.excludeTableData(), scope.schema());
      store(
          store,
          folder,
          destination,
          keys,
          storedEarlier,
          new Source(client, login, applicationName, server, scope, excluded));
    }
  }

  private void store(
      LocalStore store,
      BackupFolder folder,
      Destination destination,
      Keys keys,
      boolean storedEarlier,
      Source source)
      throws AgentException {
    String startedAt = context.clock().instant().toString();
    try (NewFile file = store.create(task.fileName(), task.uid())) {
      Dump dump;
      context.report().stage("dumping");
      long lockTimeout = context.settings().lockTimeoutSeconds();
      try (LockWatch locks =
              new LockWatch(
                  source.client(),
                  source.login(),
                  source.applicationName(),
                  lockTimeout,
                  context.cleanup());
          PgDump pgDump =
              PgDump.start(
                  source.client(),
                  source.login(),
                  source.applicationName(),
                  source.scope(),
                  source.excluded(),
                  lockTimeout,
                  context.cleanup())) {
        dump = dump(pgDump, locks, file, keys);
      }
      TaskResult.Server facts =
          new TaskResult.Server(
              source.server().version(),
              dump.archive().header().dumpVersion().split(" ", 2)[0],
              source.server().databaseBytes());
      context.report().server(facts);
      context.report().archive(dump.archive().counts());
      context.report().stage("verifying");
      requireSame(BackupFile.authenticate(file.path(), List.of(keys.key()), null), dump.file());
      context.report().stage("storing");
      if (storedEarlier) {
        folder.removeStored(task.fileName(), task.uid());
      }
      folder.store(
          task.fileName(),
          file,
          new Manifest(
              1,
              task.uid(),
              task.namespace(),
              task.name(),
              task.createdAt(),
              startedAt,
              context.clock().instant().toString(),
              source.login().database(),
              task.database().host(),
              task.scope() == null ? null : task.scope().tenant(),
              task.scope() == null ? null : task.scope().type(),
              dump.file(),
              facts,
              dump.archive().counts()));
      stored(folder, destination, dump.file());
    }
  }

  /** The pipeline: pg_dump, reading in passing, encrypting, the file. */
  private Dump dump(PgDump pgDump, LockWatch locks, NewFile file, Keys keys) throws AgentException {
    try (ArchiveScanner scanner = new ArchiveScanner();
        EncryptingOutputStream encrypted =
            new EncryptingOutputStream(file.output(), keys.licenseKey(), keys.key().key())) {
      copy(pgDump.archive(), scanner, encrypted);
      pgDump.finish(locks);
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
              keys.key().order(),
              encrypted.header().licenseKey()),
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

  /**
   * Takes the file that an earlier attempt has stored without coming to say so.
   *
   * @return false when it cannot be proven with the password that is valid now; it stays until
   *     there is another one that is
   */
  private boolean adopt(LocalStore store, BackupFolder folder, Destination destination, Keys keys)
      throws AgentException {
    if (!folder.owns(task.fileName(), task.uid())) {
      throw folder.taken(task.fileName(), null);
    }
    context.report().stage("verifying");
    Manifest manifest = folder.manifest(task.fileName()).orElseThrow();
    ProvenFile file;
    try {
      file = ProvenFile.prove(store.resolve(task.fileName()), List.of(keys.key()));
    } catch (AgentException e) {
      if (!UNPROVEN.contains(e.code())) {
        throw e;
      }
      context
          .report()
          .warn(
              "The file "
                  + task.fileName()
                  + " that an earlier attempt of this Backup stored does not open with the encryption"
                  + " password as it is now, because the password was changed or the file is"
                  + " damaged: the database is dumped again, and the new file takes its place once"
                  + " it is proven.");
      return false;
    }
    requireSame(file.opened(), manifest.file());
    context.report().server(manifest.server());
    context.report().archive(file.archive().counts());
    stored(folder, destination, file.facts());
    return true;
  }

  private void stored(BackupFolder folder, Destination destination, TaskResult.StoredFile file)
      throws AgentException {
    context.report().file(file);
    context
        .report()
        .destinations(
            List.of(
                new TaskResult.DestinationResult(
                    destination.name(),
                    TaskResult.DestinationResult.STORED,
                    folder.location(task.fileName()),
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
    NamedPassword password =
        SecretFile.read("encryption password", Path.of(encryption.passwordFile()));
    return new KeyCandidate(
        password.origin(),
        encryption.keyOrder(),
        BackupKey.derive(encryption.keyOrder(), password.password()));
  }

  /** The licence key for the header, or null. */
  private String licenseKey() throws AgentException {
    String file = task.encryption().licenseKeyFile();
    return file == null ? null : SecretFile.readText("licence key", Path.of(file));
  }
}
