package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.api.v1.BackupSchedule;
import io.proxpanel.backup.api.v1.BackupSpec;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TenantList;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.cluster.Gap;
import io.proxpanel.backup.controller.cluster.Needs;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentTask;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.FailureText;
import io.proxpanel.backup.controller.job.JobLimits;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Losses;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.reconcile.Tools;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks a schedule's database for its tenants, by a Job of each due time. */
final class Discovery {
  private final Tools tools;
  private final AgentJob builder;

  Discovery(Tools tools) {
    this.tools = tools;
    this.builder = new AgentJob(tools.settings().agent());
  }

  /** How it stands. */
  sealed interface Answer {

    /**
     * There is no answer yet.
     *
     * @param what is waited for, where it is not just the Job
     */
    record Waits(Optional<String> what) implements Answer {}

    /**
     * The tenants.
     *
     * @param tenants slugs as the database has them
     * @param warnings sentences of the agent
     */
    record Found(List<String> tenants, List<String> warnings) implements Answer {
      /** Copies the lists. */
      public Found {
        tenants = List.copyOf(tenants);
        warnings = List.copyOf(warnings);
      }
    }

    /**
     * The attempt has failed.
     *
     * @param failure why
     */
    record Fails(Failure failure) implements Answer {}
  }

  /** Starts the Job of that attempt, or looks what has become of it. */
  Answer ask(BackupSchedule schedule, Instant due, int attempt) {
    String job = jobName(schedule, due, attempt);
    AgentState state = tools.jobs().stateNow(schedule, job);
    if (state instanceof AgentState.Missing) {
      return start(schedule, due, attempt);
    }
    if (state instanceof AgentState.Foreign) {
      return waits(Losses.nameTaken(job, "BackupSchedule"));
    }
    if (state instanceof AgentState.Suspended) {
      return waits(Losses.suspended(job));
    }
    if (state instanceof AgentState.Waiting waiting) {
      return new Answer.Waits(waiting.problem());
    }
    if (state instanceof AgentState.Ended ended) {
      return ended.isSuccess()
          ? read(schedule, job, ended.result())
          : new Answer.Fails(told(schedule, ended.result().failure()));
    }
    if (state instanceof AgentState.Lost lost) {
      return new Answer.Fails(
          Losses.failure(
              lost,
              JobLimits.deadline(template(schedule).jobTemplate(), tools.settings().agent()),
              Optional.empty()));
    }
    return new Answer.Waits(Optional.empty());
  }

  /** Ends the Job of that attempt, where there is one. */
  void stop(BackupSchedule schedule, Instant due, int attempt) {
    tools.jobs().delete(schedule, jobName(schedule, due, attempt));
  }

  private Answer start(BackupSchedule schedule, Instant due, int attempt) {
    BackupSpec template = template(schedule);
    List<Gap> gaps =
        tools
            .surroundings()
            .gaps(schedule.getMetadata().getNamespace(), Needs.ofDatabase(template.database()));
    if (!gaps.isEmpty()) {
      return waits(gaps.get(0).message());
    }
    Job job =
        builder.build(
            Owner.of(schedule),
            ScheduledBackup.name(schedule, due),
            attempt,
            task(schedule),
            template.jobTemplate(),
            AgentJob.Start.AT_ONCE);
    Creation creation = tools.jobs().create(schedule, job);
    return creation instanceof Creation.Refused refused
        ? waits(ApiErrors.refusal(refused.cause()))
        : new Answer.Waits(Optional.empty());
  }

  /** The list is in the log; what is not the very document that the result names is no list. */
  private Answer read(BackupSchedule schedule, String job, TaskResult result) {
    return tools
        .jobs()
        .answer(schedule, job, result, TenantList.class)
        .<Answer>map(list -> new Answer.Found(list.tenants(), result.warnings()))
        .orElseGet(
            () ->
                new Answer.Fails(
                    new Failure(
                        ErrorCode.AgentLost,
                        "The log of the Job \"%s\" does not hold the list of tenants any more."
                            .formatted(job))));
  }

  private static Failure told(BackupSchedule schedule, Failure failure) {
    return FailureText.told(failure, task(schedule).mounts(), template(schedule).database());
  }

  private static AgentTask task(BackupSchedule schedule) {
    return AgentTasks.discover(
        Owner.of(schedule), template(schedule), schedule.getSpec().tenants().discover());
  }

  private static BackupSpec template(BackupSchedule schedule) {
    return schedule.getSpec().backup();
  }

  private static Answer waits(String what) {
    return new Answer.Waits(Optional.of(what));
  }

  private static String jobName(BackupSchedule schedule, Instant due, int attempt) {
    return JobNames.of(ScheduledBackup.name(schedule, due), Verb.DISCOVER, attempt);
  }
}
