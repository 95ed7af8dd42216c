package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveSummary;
import io.proxpanel.backup.agent.copy.Copies;
import io.proxpanel.backup.agent.copy.GrowingFile;
import io.proxpanel.backup.agent.copy.Scratch;
import io.proxpanel.backup.agent.copy.Sight;
import io.proxpanel.backup.agent.copy.Spool;
import io.proxpanel.backup.agent.destination.FileNames;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.postgres.DatabaseGuard;
import io.proxpanel.backup.agent.postgres.DatabaseLogin;
import io.proxpanel.backup.agent.postgres.DumpScope;
import io.proxpanel.backup.agent.postgres.ExcludedRows;
import io.proxpanel.backup.agent.postgres.ExtensionVersions;
import io.proxpanel.backup.agent.postgres.PostgresClients;
import io.proxpanel.backup.agent.postgres.PsqlSession;
import io.proxpanel.backup.agent.postgres.RestorabilityCheck;
import io.proxpanel.backup.agent.postgres.ServerFacts;
import io.proxpanel.backup.contract.BackupProgress;
import io.proxpanel.backup.contract.Destination;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Manifest;
import io.proxpanel.backup.contract.Restorability;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dumps, encrypts, proves and stores one database, or a part of it, at every destination. One good
 * copy is a success.
 */
final class BackupRun {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

  /** What can be wrong with the volume that a dump is written to first. */
  private static final Set<ErrorCode> OF_THE_VOLUME =
      EnumSet.of(
          ErrorCode.VolumeFull,
          ErrorCode.VolumeNotWritable,
          ErrorCode.InputOutput,
          ErrorCode.ReadBackFailed);

  /** What is known of the database beside its archive. */
  private record Origin(Restorability restorable, Map<String, String> extensions) {
    private Origin with(ArchiveSummary archive) {
      return new Origin(restorable.withRoles(List.copyOf(archive.contents().roles())), extensions);
    }
  }

  private final TaskContext context;
  private final Task.Backup task;
  private final Scratch scratch;

  /** Destinations that a dump could not be written to: another dump goes without them. */
  private final Map<String, DestinationResult> lost = new LinkedHashMap<>();

  BackupRun(TaskContext context, Task.Backup task) {
    this.context = context;
    this.task = task;
    this.scratch = new Scratch(context.settings().scratch(), context.settings().scratchBytes());
  }

  void run() throws AgentException {
    FileNames.requireUid(task.uid());
    FileNames.requireBaseName(task.fileName());
    OneGoodCopy.requireDestinations(task.destinations());
    context.report().scope(task.scope());
    boolean done = false;
    while (!done) {
      done = pass();
    }
  }

  /** Whether the backup is done; if not, it can be done without a destination that was lost. */
  private boolean pass() throws AgentException {
    context.report().stage("preparing");
    try (Copies copies =
            Copies.to(
                left(),
                task.fileName(),
                task.uid(),
                context.settings().copyPauses(),
                context.cleanup());
        ProgressLines lines = new ProgressLines(context.output())) {
      lines.follow(
          () ->
              copies
                  .progress(context.clock().instant(), context.report().stage())
                  .map(BackupProgress::line),
          ProgressLines.INTERVAL);
      List<Sight> sights = look(copies);
      BackupKeys keys = BackupKeys.read(task.encryption());
      return adopt(copies, sights, keys) || dump(copies, sights, keys);
    }
  }

  private List<Destination> left() {
    return task.destinations().stream().filter(each -> !lost.containsKey(each.name())).toList();
  }

  /**
   * What is at the destinations.
   *
   * @throws AgentException when the name is somebody else's anywhere, or nothing can be seen
   *     anywhere: then the database is not asked for a dump that has nowhere to go
   */
  private List<Sight> look(Copies copies) throws AgentException {
    List<Sight> sights = copies.look();
    OneGoodCopy.requireFree(sights);
    List<DestinationResult> unseen = OneGoodCopy.unseen(sights);
    if (!unseen.isEmpty()) {
      report(unseen);
      throw CopyFailures.all(all(unseen));
    }
    return sights;
  }

  /** Takes the file that an earlier attempt has stored without coming to say so. */
  private boolean adopt(Copies copies, List<Sight> sights, BackupKeys keys) throws AgentException {
    try (EarlierFile earlier = EarlierFile.find(sights, task.fileName(), keys, scratch, context)) {
      if (earlier == null) {
        return false;
      }
      TaskResult.StoredFile file = earlier.proven().facts(task.fileName());
      context.report().server(earlier.manifest().server());
      context.report().archive(earlier.proven().archive().counts());
      context.report().restorable(earlier.manifest().restorable());
      context.report().file(file);
      copies.begin(GrowingFile.whole(earlier.fetched().path(), file.sizeBytes()), null, null);
      context.report().stage("storing");
      copies.proven(earlier.manifest());
      finish(copies);
      return true;
    }
  }

  private boolean dump(Copies copies, List<Sight> sights, BackupKeys keys) throws AgentException {
    Destination volume =
        sights.stream()
            .filter(sight -> sight.isClear() && sight.destination().local() != null)
            .map(Sight::destination)
            .findFirst()
            .orElse(null);
    try (Spool spool = spool(volume)) {
      dump(copies, volume, spool, keys);
      // The database is free again: whoever is slow to take a copy holds up nobody there.
      finish(copies);
      return true;
    } catch (AgentException e) {
      copies.cancel(e);
      if (volume == null || left().size() == 1 || !OF_THE_VOLUME.contains(e.code())) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("destination", volume.name())
          .log("dumping again without it: {}", e.getMessage());
      lost.put(volume.name(), CopyFailures.of(volume.name(), e));
      return false;
    }
  }

  private void dump(Copies copies, Destination volume, Spool spool, BackupKeys keys)
      throws AgentException {
    context.report().stage("probing");
    String applicationName = "proxpanel-backup-" + task.uid();
    PostgresClients clients = PostgresClients.below(context.settings().postgresRoot());
    try (DatabaseLogin login =
            DatabaseLogin.open(task.database(), context.settings().scratch(), context.cleanup());
        PsqlSession session =
            PsqlSession.openDirect(clients.newest(), login, applicationName, context.cleanup())) {
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
      Origin origin =
          new Origin(
              RestorabilityCheck.ask(
                  clients.newest(), login, applicationName, scope, context.cleanup()),
              task.scope() == null ? ExtensionVersions.ask(session, login) : null);
      copies.begin(spool.content(), volume, spool.file());
      prove(
          copies,
          spool,
          keys,
          new Dump(client, login, applicationName, server, scope, excluded),
          origin);
    }
  }

  private void prove(Copies copies, Spool spool, BackupKeys keys, Dump source, Origin origin)
      throws AgentException {
    String startedAt = context.clock().instant().toString();
    context.report().stage("dumping");
    Dump.Done dump = source.into(spool, keys, task.fileName(), context);
    context.report().stage("verifying");
    ProvenFile.requireSame(
        BackupFile.authenticate(spool.path(), List.of(keys.key()), null),
        dump.file(),
        task.fileName());
    TaskResult.Server facts = facts(source.server(), dump.archive());
    context.report().server(facts);
    context.report().archive(dump.archive().counts());
    Origin known = origin.with(dump.archive());
    context.report().restorable(known.restorable());
    context.report().file(dump.file());
    context.report().stage("storing");
    copies.proven(manifest(startedAt, source.login().database(), dump, facts, known));
  }

  private Spool spool(Destination volume) throws AgentException {
    return volume == null
        ? Spool.in(scratch, task.fileName(), task.uid(), context.cleanup())
        : Spool.at(volume, task.fileName(), task.uid(), context.cleanup());
  }

  /** Waits for the copies; one is enough. */
  private void finish(Copies copies) throws AgentException {
    OneGoodCopy.require(all(copies.await(this::report)));
  }

  private void report(List<DestinationResult> results) {
    context.report().soFar(all(results));
  }

  /** With those that were lost, in the order of the task. */
  private List<DestinationResult> all(List<DestinationResult> results) {
    return task.destinations().stream()
        .flatMap(
            destination ->
                Stream.concat(lost.values().stream(), results.stream())
                    .filter(each -> each.name().equals(destination.name()))
                    .limit(1))
        .toList();
  }

  private static TaskResult.Server facts(ServerFacts server, ArchiveSummary archive) {
    return new TaskResult.Server(
        server.version(),
        archive.header().dumpVersion().split(" ", 2)[0],
        server.databaseBytes(),
        server.searchPath());
  }

  private Manifest manifest(
      String startedAt, String database, Dump.Done dump, TaskResult.Server facts, Origin origin) {
    return new Manifest(
        1,
        task.uid(),
        task.namespace(),
        task.name(),
        task.createdAt(),
        startedAt,
        context.clock().instant().toString(),
        database,
        task.database().host(),
        task.scope() == null ? null : task.scope().tenant(),
        task.scope() == null ? null : task.scope().type(),
        dump.file(),
        facts,
        dump.archive().counts(),
        origin.restorable(),
        dump.archive().contents().roles().stream().limit(Manifest.MOST_ROLES).toList(),
        origin.extensions());
  }
}
