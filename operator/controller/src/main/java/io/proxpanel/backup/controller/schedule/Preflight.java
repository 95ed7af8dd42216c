package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.FailureStatus;
import io.proxpanel.backup.api.v1.MikrotikBackupSpec;
import io.proxpanel.backup.api.v1.PreflightStatus;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.LoggedDocument;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.cluster.Need;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.cluster.RecentMap;
import io.proxpanel.backup.controller.event.Note;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.ProbedRouters;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.reconcile.Tools;
import io.proxpanel.backup.controller.status.Reason;
import io.proxpanel.backup.controller.status.Times;
import io.proxpanel.backup.controller.status.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tries what the Backups of a schedule will need, by a Job, before it matters: when the schedule is
 * new, when it or something that it names has changed, and again until all of it is good. No Backup
 * waits for it.
 */
final class Preflight {
  private static final int MOST_REMEMBERED = 10_000;

  private final Tools tools;
  private final AgentJob builder;
  private final RouterPreflight routers;

  /** When each schedule's surroundings were looked at last. */
  private final Map<String, Look> looks = new RecentMap<>(MOST_REMEMBERED);

  private record Look(Long generation, Instant at) {}

  Preflight(Tools tools) {
    this.tools = tools;
    this.builder = new AgentJob(tools.settings().agent());
    this.routers = new RouterPreflight(tools);
  }

  /**
   * How it stands.
   *
   * @param status for the schedule's status, or null where nothing is tried
   * @param again after how long it has to be looked at again, where it has to
   * @param notes what is told
   * @param restorable whether all that Backups take can come back, where it was just found out
   */
  record Outcome(
      PreflightStatus status,
      Optional<Duration> again,
      List<Note> notes,
      Optional<Verdict> restorable) {
    /** Copies the list. */
    Outcome {
      notes = List.copyOf(notes);
    }

    /** Nothing was found out about what can come back. */
    Outcome(PreflightStatus status, Optional<Duration> again, List<Note> notes) {
      this(status, again, notes, Optional.empty());
    }
  }

  /**
   * One pass. A permission that is missing is said, and holds up nothing else.
   *
   * @param all the schedules that there are
   */
  Outcome pass(
      BackupSchedule schedule,
      ScheduleObservation seen,
      Supplier<List<BackupSchedule>> all,
      Instant now) {
    if (!tools.settings().preflight().enabled()) {
      return new Outcome(null, Optional.empty(), List.of());
    }
    if (Boolean.TRUE.equals(schedule.getSpec().suspend())) {
      // What is known stays for the day when it is resumed.
      return new Outcome(known(schedule).orElse(null), Optional.empty(), List.of());
    }
    try {
      return permitted(schedule, seen, all, now);
    } catch (KubernetesClientException e) {
      String sentence = ApiErrors.missingPermission(e).orElseThrow(() -> e);
      return again(
          PreflightResult.failed(
              before(schedule), new FailureStatus(Reason.PermissionMissing.name(), sentence)),
          tools.settings().pauses().lookAgainMax());
    }
  }

  private Outcome permitted(
      BackupSchedule schedule,
      ScheduleObservation seen,
      Supplier<List<BackupSchedule>> all,
      Instant now) {
    PreflightStatus before = before(schedule);
    if (isFresh(schedule, now) && before.job() == null && !isDue(before, now)) {
      return settled(before, now);
    }
    String inputs = inputs(schedule);
    if (!inputs.equals(before.inputs())) {
      return begin(schedule, before, inputs, 1, all);
    }
    looked(schedule, now);
    if (before.job() != null) {
      return underWay(schedule, seen, before, now);
    }
    return isDue(before, now)
        ? begin(schedule, before, inputs, before.attempts() + 1, all)
        : settled(before, now);
  }

  private static PreflightStatus before(BackupSchedule schedule) {
    return known(schedule).orElse(PreflightResult.NOTHING);
  }

  private static Optional<PreflightStatus> known(BackupSchedule schedule) {
    return Optional.ofNullable(schedule.getStatus()).map(status -> status.preflight);
  }

  private static boolean isDue(PreflightStatus before, Instant now) {
    return before.nextTime() != null && !Times.parse(before.nextTime()).isAfter(now);
  }

  /** Whether it was looked a moment ago, so that not every event asks for every Secret. */
  private synchronized boolean isFresh(BackupSchedule schedule, Instant now) {
    Look last = looks.get(schedule.getMetadata().getUid());
    return last != null
        && Objects.equals(last.generation(), schedule.getMetadata().getGeneration())
        && last.at().plus(tools.settings().pauses().lookAgainMax()).isAfter(now);
  }

  private synchronized void looked(BackupSchedule schedule, Instant now) {
    looks.put(
        schedule.getMetadata().getUid(), new Look(schedule.getMetadata().getGeneration(), now));
  }

  /** What is wrong may be mended in a Secret, which nobody tells us of. */
  private Outcome settled(PreflightStatus status, Instant now) {
    if (status.nextTime() == null) {
      return new Outcome(status, Optional.empty(), List.of());
    }
    Duration left = Duration.between(now, Times.parse(status.nextTime()));
    Duration most = tools.settings().pauses().lookAgainMax();
    return again(status, left.compareTo(most) > 0 ? most : left);
  }

  private Outcome soon(PreflightStatus status) {
    return again(status, tools.settings().pauses().lookAgain());
  }

  private static Outcome again(PreflightStatus status, Duration after) {
    return new Outcome(status, Optional.of(after), List.of());
  }

  /** What it is tried with: another text when anything of it has changed. */
  private String inputs(BackupSchedule schedule) {
    BackupSpec spec = spec(schedule);
    String namespace = schedule.getMetadata().getNamespace();
    List<String> versions =
        needs(spec)
            .map(need -> need + " " + tools.surroundings().version(namespace, need))
            .toList();
    return LoggedDocument.of(
            Json.write(spec) + perTenant(schedule) + versions + routers.inputs(schedule))
        .sha256();
  }

  /**
   * What is tried: what Backups need, and the destinations of MikrotikBackups too. Where only
   * routers are backed up, there is no database in it.
   */
  private static BackupSpec spec(BackupSchedule schedule) {
    BackupSpec backup = schedule.getSpec().backup();
    MikrotikBackupSpec mikrotik = schedule.getSpec().mikrotik();
    if (backup == null) {
      return new BackupSpec(
          null,
          null,
          null,
          null,
          null,
          null,
          mikrotik.destinations(),
          null,
          mikrotik.jobTemplate());
    }
    if (mikrotik == null) {
      return backup;
    }
    List<String> names = backup.destinations().stream().map(Destination::name).toList();
    return backup.withDestinations(
        Stream.concat(
                backup.destinations().stream(),
                mikrotik.destinations().stream().filter(each -> !names.contains(each.name())))
            .toList());
  }

  private static Stream<Need> needs(BackupSpec spec) {
    return Stream.concat(
            Needs.ofBackup(spec).stream(),
            spec.destinations().stream().map(Needs::ofDestination).flatMap(List::stream))
        .distinct();
  }

  private static boolean perTenant(BackupSchedule schedule) {
    return schedule.getSpec().tenants() != null;
  }

  /** Writes down which Job comes next; it is started when that is written. */
  private Outcome begin(
      BackupSchedule schedule,
      PreflightStatus before,
      String inputs,
      int attempt,
      Supplier<List<BackupSchedule>> all) {
    if (before.job() != null) {
      tools.jobs().delete(schedule, before.job());
    }
    if (atWork(all.get()) >= tools.settings().maxBackupJobs()) {
      return soon(PreflightResult.next(before, null, null, attempt));
    }
    PreflightStatus next = PreflightResult.next(before, inputs, null, attempt);
    return again(
        PreflightResult.next(before, inputs, jobName(schedule, next), attempt), Duration.ZERO);
  }

  /** A thousand schedules that are applied at once must not start a thousand Jobs. */
  private static long atWork(Collection<BackupSchedule> all) {
    return all.stream().filter(each -> before(each).job() != null).count();
  }

  private Outcome underWay(
      BackupSchedule schedule, ScheduleObservation seen, PreflightStatus before, Instant now) {
    AgentState state = tools.jobs().stateNow(schedule, before.job());
    if (state instanceof AgentState.Missing) {
      return start(schedule, seen, before, now);
    }
    if (state instanceof AgentState.Foreign) {
      return failed(
          before,
          Reason.JobRefused.name(),
          Losses.nameTaken(before.job(), schedule.getKind()),
          now);
    }
    if (state instanceof AgentState.Suspended) {
      return soon(PreflightResult.waiting(before, Losses.suspended(before.job())));
    }
    if (state instanceof AgentState.Ended ended) {
      return ended(schedule, seen, before, ended.result(), now);
    }
    if (state instanceof AgentState.Lost lost) {
      Duration deadline =
          JobLimits.deadline(spec(schedule).jobTemplate(), tools.settings().agent());
      Failure failure = Losses.failure(lost, deadline, Optional.ofNullable(before.waiting()));
      return failed(before, failure.code().name(), failure.message(), now);
    }
    return soon(
        PreflightResult.waiting(
            before,
            state instanceof AgentState.Waiting waiting ? waiting.problem().orElse(null) : null));
  }

  private Outcome start(
      BackupSchedule schedule, ScheduleObservation seen, PreflightStatus before, Instant now) {
    String namespace = schedule.getMetadata().getNamespace();
    BackupSpec spec = spec(schedule);
    boolean database = spec.database() != null && databaseGap(namespace, spec).isEmpty();
    List<Destination> mountable = tools.surroundings().mountable(namespace, spec.destinations());
    ProbedRouters probed = routers.probed(schedule);
    if (!database && mountable.isEmpty() && probed == null) {
      return ended(schedule, seen, before, null, now);
    }
    Job job =
        builder.build(
            Owner.of(schedule),
            subject(schedule, before),
            before.attempts(),
            AgentTasks.probe(
                Owner.of(schedule),
                spec.withDestinations(mountable),
                database,
                perTenant(schedule),
                probed),
            spec.jobTemplate(),
            AgentJob.Start.AT_ONCE);
    return tools.jobs().create(schedule, job) instanceof Creation.Refused refused
        ? failed(before, Reason.JobRefused.name(), ApiErrors.refusal(refused.cause()), now)
        : soon(before);
  }

  private Optional<Gap> databaseGap(String namespace, BackupSpec spec) {
    return tools.surroundings().gaps(namespace, Needs.ofBackup(spec)).stream().findFirst();
  }

  private Outcome failed(PreflightStatus before, String code, String sentence, Instant now) {
    return over(PreflightResult.failed(before, new FailureStatus(code, sentence)), now);
  }

  /** What is wrong is tried again, with growing pauses. */
  private Outcome over(PreflightStatus status, Instant now) {
    Duration pause = tools.settings().preflight().after(status.attempts());
    Instant next = PreflightResult.isGood(status) ? null : now.plus(pause);
    return settled(PreflightResult.over(status, now, next), now);
  }

  private Outcome ended(
      BackupSchedule schedule,
      ScheduleObservation seen,
      PreflightStatus before,
      TaskResult result,
      Instant now) {
    String namespace = schedule.getMetadata().getNamespace();
    BackupSpec spec = spec(schedule);
    PreflightResult found =
        new PreflightResult(
            AgentTasks.probe(
                    Owner.of(schedule),
                    spec,
                    spec.database() != null,
                    perTenant(schedule),
                    routers.told(schedule))
                .mounts(),
            spec,
            databaseGap(namespace, spec),
            destination ->
                tools.surroundings().gaps(namespace, Needs.ofDestination(destination)).stream()
                    .findFirst(),
            seen.newestSize(),
            schedule.getSpec().mikrotik(),
            routers.gap(schedule));
    PreflightStatus status = found.of(before, result);
    Outcome outcome = over(status, now);
    return new Outcome(
        outcome.status(),
        outcome.again(),
        found.notes(before, status, result),
        found.restorable(result));
  }

  private static String jobName(BackupSchedule schedule, PreflightStatus next) {
    return JobNames.of(subject(schedule, next), Verb.PROBE, next.attempts());
  }

  /** Each try has a Job of its own, also where a schedule comes back to what it was before. */
  private static String subject(BackupSchedule schedule, PreflightStatus next) {
    String mark =
        JobNames.mark(schedule.getMetadata().getUid() + next.inputs() + " " + next.time());
    return schedule.getMetadata().getName() + "-" + mark;
  }
}
