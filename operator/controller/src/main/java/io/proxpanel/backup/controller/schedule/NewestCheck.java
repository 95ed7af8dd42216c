package io.proxpanel.backup.controller.schedule;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.proxpanel.backup.api.v1.Destination;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.FileList;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.controller.cluster.AgentJobs.Creation;
import io.proxpanel.backup.controller.cluster.ApiErrors;
import io.proxpanel.backup.controller.job.AgentJob;
import io.proxpanel.backup.controller.job.AgentState;
import io.proxpanel.backup.controller.job.AgentTask;
import io.proxpanel.backup.controller.job.AgentTasks;
import io.proxpanel.backup.controller.job.JobNames;
import io.proxpanel.backup.controller.job.Owner;
import io.proxpanel.backup.controller.job.Places;
import io.proxpanel.backup.controller.job.Verb;
import io.proxpanel.backup.controller.reconcile.Tools;
import java.util.List;
import java.util.Optional;

/** A Job that looks whether the file of the newest good backup is still there and whole in size. */
final class NewestCheck {
  private final Tools tools;
  private final AgentJob builder;

  NewestCheck(Tools tools) {
    this.tools = tools;
    this.builder = new AgentJob(tools.settings().agent());
  }

  /**
   * How it stands.
   *
   * @param waits whether there is no telling yet
   * @param problem why the file is not known to be whole
   * @param files which backup files are there, where that was asked for and is known
   */
  record Check(boolean waits, Optional<String> problem, Optional<List<String>> files) {
    static final Check WAITS = new Check(true, Optional.empty(), Optional.empty());

    /** The file is there. */
    static final Check GOOD = new Check(false, Optional.empty(), Optional.empty());

    static Check bad(String problem) {
      return new Check(false, Optional.of(problem), Optional.empty());
    }
  }

  /**
   * Starts it, or looks what it has found.
   *
   * @param listFiles whether it says as well which files are there
   */
  Check look(StoredResource newest, boolean listFiles) {
    AgentState state = tools.jobs().stateNow(newest, job(newest));
    if (state instanceof AgentState.Missing) {
      return start(newest, listFiles);
    }
    if (state instanceof AgentState.Ended ended) {
      return ended.isSuccess()
          ? new Check(false, Optional.empty(), files(newest, ended.result()))
          : Check.bad(told(newest, ended.result().failure()));
    }
    if (state instanceof AgentState.Lost lost) {
      return Check.bad("the agent that looked for it " + lost.how());
    }
    if (state instanceof AgentState.Foreign) {
      return Check.bad("a Job of the name \"%s\" is somebody else's".formatted(job(newest)));
    }
    return Check.WAITS;
  }

  private Check start(StoredResource newest, boolean listFiles) {
    if (newest.getStatus().fileName == null || newest.getStatus().fileBytes() == null) {
      return Check.bad("its status does not say which file it is, or how large");
    }
    Job job =
        builder.build(
            Owner.of(newest),
            1,
            task(newest, mountable(newest), listFiles),
            newest.getSpec().jobTemplate(),
            AgentJob.Start.AT_ONCE);
    Creation creation = tools.jobs().create(newest, job);
    return creation instanceof Creation.Refused refused
        ? Check.bad(ApiErrors.refusal(refused.cause()))
        : Check.WAITS;
  }

  /** Where the file is, as far as a pod can mount it. */
  private List<Destination> mountable(StoredResource newest) {
    List<Destination> holding = Places.holding(newest);
    List<Destination> mountable =
        tools.surroundings().mountable(newest.getMetadata().getNamespace(), holding);
    return mountable.isEmpty() ? holding : mountable;
  }

  private static AgentTask task(
      StoredResource newest, List<Destination> places, boolean listFiles) {
    return AgentTasks.check(
        Owner.of(newest),
        places,
        newest.getStatus().fileName,
        newest.getStatus().fileBytes(),
        listFiles);
  }

  /** A list that is not whole any more is not missed: the next check brings another. */
  private Optional<List<String>> files(StoredResource newest, TaskResult result) {
    return tools.jobs().answer(newest, job(newest), result, FileList.class).map(FileList::names);
  }

  /** Paths in the container mean nothing to people. */
  private static String told(StoredResource newest, Failure failure) {
    return task(newest, Places.holding(newest), false).mounts().inWords(failure.message());
  }

  private static String job(StoredResource newest) {
    return JobNames.of(newest.getMetadata().getName(), Verb.CHECK, 1);
  }

  /** Removes the Job: the next look is a new one. */
  void forget(StoredResource newest) {
    tools.jobs().delete(newest, job(newest));
  }
}
