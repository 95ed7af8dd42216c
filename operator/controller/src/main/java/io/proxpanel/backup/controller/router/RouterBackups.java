package io.proxpanel.backup.controller.router;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.MikrotikBackupStatus;
import io.proxpanel.backup.api.v1.StoredSpec;
import io.proxpanel.backup.api.v1.StoredStatus;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.RouterFiles;
import io.proxpanel.backup.contract.RouterList;
import io.proxpanel.backup.contract.Task;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.backup.BackupKind;
import io.proxpanel.backup.controller.backup.BackupPlan;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.cluster.RouterGaps;
import io.proxpanel.backup.controller.cluster.Watches;
import io.proxpanel.backup.controller.event.EventReason;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentTask;
import io.proxpanel.backup.controller.job.Mounts;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.RouterTasks;
import io.proxpanel.backup.controller.job.Selectors;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Conditions;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Backups of routers: an archive for each, and a list of them. */
final class RouterBackups implements BackupKind<MikrotikBackup> {
  private final Tools tools;
  private final Conditions conditions;

  RouterBackups(Tools tools) {
    this.tools = tools;
    this.conditions = new Conditions(tools.clock());
  }

  @Override
  public Verb verb() {
    return Verb.ROUTERS;
  }

  @Override
  public List<Gap> gaps(MikrotikBackup backup) {
    MikrotikBackupSpec spec = backup.getSpec();
    String namespace = backup.getMetadata().getNamespace();
    List<Gap> gaps = new ArrayList<>(new RouterGaps(tools.surroundings()).of(namespace, spec));
    gaps.addAll(tools.surroundings().gaps(namespace, List.of(), spec.destinations()));
    return gaps;
  }

  @Override
  public AgentTask task(
      MikrotikBackup backup, List<Destination> destinations, Context<MikrotikBackup> context) {
    EarlierRuns earlier = EarlierRuns.of(backup, Watches.latest(context));
    // They are looked up for each Job; once it is there, its routers are those that were found.
    List<String> secrets =
        tools
            .surroundings()
            .secretsOf(backup.getMetadata().getNamespace(), backup.getSpec().fromSecrets());
    return task(backup, destinations, secrets, earlier.previous(), earlier.referable());
  }

  private static AgentTask task(
      MikrotikBackup backup,
      List<Destination> destinations,
      List<String> secrets,
      List<Task.PreviousRun> previous,
      List<String> referable) {
    return RouterTasks.routers(
        Owner.of(backup),
        backup.getMetadata().getCreationTimestamp(),
        backup.getSpec(),
        backup.getStatus().fileName,
        secrets,
        previous,
        referable,
        destinations);
  }

  /** What the agent's sentences are told with; which Secrets there were makes no difference. */
  private static Mounts mounts(MikrotikBackup backup) {
    return task(backup, backup.getSpec().destinations(), List.of(), List.of(), List.of()).mounts();
  }

  @Override
  public String firstName(MikrotikBackup backup, Predicate<String> taken) {
    return free(Times.parse(backup.getMetadata().getCreationTimestamp()), taken);
  }

  @Override
  public String nextName(String name, Predicate<String> taken) {
    return free(RouterFiles.time(name).orElseThrow().plusSeconds(1), taken);
  }

  /** The names of archives have room for a time and for nothing else: the next second is taken. */
  private static String free(Instant from, Predicate<String> taken) {
    return Stream.iterate(from, time -> time.plusSeconds(1))
        .map(RouterFiles::list)
        .filter(name -> !taken.test(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public BackupPlan settings(MikrotikBackup backup, BackupSchedule schedule, Instant now) {
    return RouterSettingsOfSchedule.plan(backup, schedule, now);
  }

  @Override
  public MikrotikBackup with(MikrotikBackup backup, StoredSpec spec) {
    return backup.withSpec(spec);
  }

  /** Routers are asked a few at a time within one Job: there is nothing to wait for. */
  @Override
  public Optional<BackupPlan> blocked(
      MikrotikBackup backup, Context<MikrotikBackup> context, Instant now) {
    return Optional.empty();
  }

  @Override
  public void leave(MikrotikBackup backup) {
    // It has no place in a queue.
  }

  @Override
  public String running(MikrotikBackup backup, String job) {
    return "The Job \"%s\" backs up %s.".formatted(job, routers(backup));
  }

  @Override
  public String started(MikrotikBackup backup, String job) {
    return "Backing up %s by the Job \"%s\".".formatted(routers(backup), job);
  }

  private static String routers(MikrotikBackup backup) {
    MikrotikBackupSpec spec = backup.getSpec();
    List<String> parts = new ArrayList<>();
    if (spec.routers() != null) {
      int count = spec.routers().size();
      parts.add(count == 1 ? "1 router" : count + " routers");
    }
    if (spec.fromSecrets() != null) {
      parts.add(
          "the routers of the Secrets with the labels \"%s\""
              .formatted(Selectors.text(spec.fromSecrets().selector())));
    }
    if (spec.fromDatabase() != null) {
      parts.add(
          "the routers that the database \"%s\" has"
              .formatted(spec.fromDatabase().database().name()));
    }
    return String.join(" and ", parts);
  }

  @Override
  public Failure told(MikrotikBackup backup, Failure failure) {
    return new Failure(failure.code(), mounts(backup).inWords(failure.message()));
  }

  @Override
  public void stored(StoredStatus after, TaskResult result) {
    RouterOutcome.counted((MikrotikBackupStatus) after, result);
  }

  @Override
  public Verdict succeeded(MikrotikBackup backup, StoredStatus after, TaskResult result) {
    return RouterOutcome.verdict((MikrotikBackupStatus) after, result);
  }

  @Override
  public List<Note> notes(MikrotikBackup backup, StoredStatus after) {
    MikrotikBackupStatus status = (MikrotikBackupStatus) after;
    List<Note> notes = new ArrayList<>(RouterOutcome.notes(status));
    notes.add(
        Note.normal(
            EventReason.Stored,
            "%s routers, %s, %s.%s"
                .formatted(
                    status.good,
                    String.valueOf(status.size),
                    status.location,
                    OlderRuns.sentence(status))));
    return notes;
  }

  /** What the agent has logged of each router. */
  @Override
  public void complete(
      StoredStatus after,
      MikrotikBackup backup,
      BackupPlan plan,
      Context<MikrotikBackup> context,
      Instant now) {
    TaskResult result = RouterOutcome.end(plan);
    if (result == null) {
      return;
    }
    MikrotikBackupStatus status = (MikrotikBackupStatus) after;
    RouterOutcome.counted(status, result);
    Optional<RouterList> list =
        tools.jobs().answer(backup, backup.getStatus().job, result, RouterList.class);
    OlderRuns older = OlderRuns.of(Watches.own(context));
    older.into(status, result);
    RouterOutcome outcome = new RouterOutcome(backup.getSpec(), mounts(backup), list, older);
    outcome.into(status, conditions, backup.getMetadata().getGeneration());
  }
}
