package io.proxpanel.backup.controller.backup;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.BackupStatus;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.Restore;
import io.proxpanel.backup.api.v1.ScheduleRef;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.database.Claim;
import io.proxpanel.backup.controller.database.Claims;
import io.proxpanel.backup.controller.database.DatabaseGate;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentTask;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.RestorableText;
import io.proxpanel.backup.controller.status.ResultFields;
import io.proxpanel.backup.controller.status.ScheduleLabels;
import io.proxpanel.backup.controller.status.Sizes;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Backups of databases: one file each, made in turn. */
final class DatabaseBackups implements BackupKind<Backup> {
  private final Tools tools;
  private final QueuePlan queue;
  private final ProgressWatch progress;

  DatabaseBackups(Tools tools) {
    this.tools = tools;
    this.queue = new QueuePlan(tools.settings());
    this.progress = new ProgressWatch(tools);
  }

  @Override
  public Verb verb() {
    return Verb.BACKUP;
  }

  @Override
  public List<Gap> gaps(Backup backup) {
    return tools
        .surroundings()
        .gaps(
            backup.getMetadata().getNamespace(),
            Needs.ofBackup(backup.getSpec()),
            backup.getSpec().destinations());
  }

  @Override
  public AgentTask task(Backup backup, List<Destination> destinations, Context<Backup> context) {
    return task(backup, backup.getSpec().withDestinations(destinations));
  }

  private static AgentTask task(Backup backup, BackupSpec spec) {
    return AgentTasks.backup(
        Owner.of(backup),
        backup.getMetadata().getCreationTimestamp(),
        spec,
        backup.getStatus().fileName);
  }

  @Override
  public String firstName(Backup backup, Predicate<String> taken) {
    Instant created = Times.parse(backup.getMetadata().getCreationTimestamp());
    boolean scheduled = ScheduleLabels.due(backup).isPresent();
    return FileNames.free(backup.getSpec(), created, scheduled, taken);
  }

  @Override
  public String nextName(String name, Predicate<String> taken) {
    return FileNames.next(name, taken);
  }

  @Override
  public BackupPlan settings(Backup backup, BackupSchedule schedule, Instant now) {
    ScheduleRef ref = backup.getSpec().fromSchedule();
    String tenant = backup.getSpec().tenant();
    if (schedule.getSpec().backup() == null) {
      return new BackupPlan.Fail(
          new Failure(
              ErrorCode.TaskInvalid,
              ("BackupSchedule \"%s\" backs up routers alone: create a Backup with settings of its"
                      + " own.")
                  .formatted(ref.name())),
          now);
    }
    BackupSpec settings = schedule.getSpec().backup().with(ref);
    if (tenant != null) {
      return new BackupPlan.TakeSettings(ref.name(), settings.withTenant(tenant));
    }
    return schedule.getSpec().tenants() == null
        ? new BackupPlan.TakeSettings(ref.name(), settings)
        : new BackupPlan.Fail(
            new Failure(
                ErrorCode.TaskInvalid,
                ("BackupSchedule \"%s\" makes one Backup for each tenant: create a Backup with"
                        + " fromSchedule and tenant, or one with settings of its own.")
                    .formatted(ref.name())),
            now);
  }

  @Override
  public Backup with(Backup backup, StoredSpec spec) {
    return backup.withSpec(spec);
  }

  @Override
  public Optional<BackupPlan> blocked(Backup backup, Context<Backup> context, Instant now) {
    DatabaseGate.Answer answer =
        tools
            .gate()
            .enter(
                Claims.of(backup, Claim.Stage.ACTIVE),
                Claims.of(Watches.own(context), Watches.cached(Restore.class, context)));
    if (answer instanceof DatabaseGate.Answer.Blocked others) {
      return Optional.of(queue.blocked(backup, others));
    }
    return answer instanceof DatabaseGate.Answer.Queued queued
        ? Optional.of(queue.queued(backup, queued, now))
        : Optional.empty();
  }

  @Override
  public void leave(Backup backup) {
    tools.gate().leave(backup.getMetadata().getUid());
  }

  @Override
  public String running(Backup backup, String job) {
    return "The Job \"%s\" backs up the database \"%s\"."
        .formatted(job, backup.getSpec().database().name());
  }

  @Override
  public String started(Backup backup, String job) {
    return "Backing up \"%s\" on %s by the Job \"%s\"."
        .formatted(backup.getSpec().database().name(), backup.getSpec().database().host(), job);
  }

  @Override
  public Failure told(Backup backup, Failure failure) {
    BackupSpec spec = backup.getSpec();
    return FailureText.told(failure, task(backup, spec).mounts(), spec.database());
  }

  @Override
  public void stored(StoredStatus after, TaskResult result) {
    BackupStatus status = (BackupStatus) after;
    if (result.file() != null) {
      file(status, result.file());
    }
    if (result.database() != null) {
      status.serverVersion = result.database().serverVersion();
      status.clientVersion = result.database().clientVersion();
      status.databaseBytes = result.database().sizeBytes();
      status.searchPath = result.database().searchPath();
    }
    status.archive = ResultFields.archive(result.archive());
  }

  @Override
  public Optional<Verdict> restorable(Backup backup, TaskResult result) {
    return Optional.ofNullable(result.restorable())
        .map(said -> RestorableText.verdict(said, AgentTasks.leftOut(backup.getSpec())));
  }

  private static void file(BackupStatus status, TaskResult.StoredFile file) {
    status.size = Sizes.human(file.sizeBytes());
    status.sizeBytes = file.sizeBytes();
    status.sha256 = file.sha256();
    status.archiveBytes = file.plaintextBytes();
    status.format = ResultFields.format(file);
    status.keyOrder = ResultFields.keyOrder(file);
    status.licenseFingerprint = file.licenseFingerprint();
  }

  @Override
  public Verdict succeeded(Backup backup, StoredStatus after, TaskResult result) {
    return Verdict.yes(Reason.BackupStored, StoredResult.proof(after, backup.getSpec()));
  }

  @Override
  public List<Note> notes(Backup backup, StoredStatus after) {
    return List.of(
        Note.normal(
            EventReason.Stored,
            "%s, %s, %s.%s"
                .formatted(
                    after.location,
                    String.valueOf(after.size),
                    StoredResult.shortProof(after, backup.getSpec()),
                    StoredResult.usage(after))));
  }

  @Override
  public void complete(
      StoredStatus after, Backup backup, BackupPlan plan, Context<Backup> context, Instant now) {
    BackupStatus status = (BackupStatus) after;
    progress.into(status, backup, plan, context, now);
    if (Claims.hasDumped(status)) {
      // Before status says so: whoever is woken by that finds the place free.
      leave(backup);
    }
  }
}
