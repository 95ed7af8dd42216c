package io.proxpanel.backup.controller.fake;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.proxpanel.backup.api.v1.Backup;
import io.proxpanel.backup.api.v1.MikrotikBackup;
import io.proxpanel.backup.api.v1.Restore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes a pod for every Job that is not suspended, lets it do what the test says, and removes what
 * belonged to something that is gone.
 */
public final class FakeJobController implements AutoCloseable {
  private final KubernetesClient client;
  private final BiConsumer<String, String> logger;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final Set<String> started = new HashSet<>();
  private final List<String> runs = new CopyOnWriteArrayList<>();
  private final Map<String, FakeAgent> byName = new ConcurrentHashMap<>();
  private final List<SharedIndexInformer<?>> watches = new ArrayList<>();
  private volatile Function<Job, FakeAgent> agents = FakeAgent::succeeds;

  /** The logger takes the name of a pod and what it logs. */
  FakeJobController(KubernetesClient client, BiConsumer<String, String> logger) {
    this.client = client;
    this.logger = logger;
  }

  void start() {
    watches.add(
        client.batch().v1().jobs().inAnyNamespace().inform(on(this::seen, this::removePods)));
    watches.add(
        client.resources(Backup.class).inAnyNamespace().inform(on(b -> {}, this::removeJobs)));
    watches.add(
        client
            .resources(MikrotikBackup.class)
            .inAnyNamespace()
            .inform(on(b -> {}, this::removeJobs)));
    watches.add(
        client.resources(Restore.class).inAnyNamespace().inform(on(r -> {}, this::removeJobs)));
  }

  /** What agents do from now on. */
  public void agents(Function<Job, FakeAgent> behaviour) {
    agents = behaviour;
  }

  /** What the agent of the Job of that name does. */
  public void agent(String jobName, FakeAgent behaviour) {
    byName.put(jobName, behaviour);
  }

  /** Names of the Jobs whose agents started, in order. */
  public List<String> runs() {
    return List.copyOf(runs);
  }

  /** The agent of that Job ends like this now. */
  public void end(String jobName, FakeAgent.Ends ends) {
    andWait(() -> finish(job(jobName), ends));
  }

  /** The agent of that Job succeeds now. */
  public void succeed(String jobName) {
    andWait(() -> finish(job(jobName), (FakeAgent.Ends) FakeAgent.succeeds(job(jobName))));
  }

  private Job job(String name) {
    return client.batch().v1().jobs().inNamespace(FakeCluster.NAMESPACE).withName(name).get();
  }

  /** After what the controller is at already. */
  private void andWait(Runnable work) {
    CompletableFuture.runAsync(work, executor).join();
  }

  /** The pod of that Job, or null. */
  public Pod pod(String jobName) {
    return client
        .pods()
        .inNamespace(FakeCluster.NAMESPACE)
        .withLabel("backup.proxpanel.io/job", jobName)
        .list()
        .getItems()
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** The agent of that Job ends like this now, and its pod is gone at once. */
  public void endAndRemove(String jobName, FakeAgent ends) {
    andWait(
        () -> {
          pod(job(jobName), ended((FakeAgent.Ends) ends));
          client.resource(pod(jobName)).delete();
          condition(job(jobName), "Failed", "BackoffLimitExceeded");
        });
  }

  /** The deadline ends that Job now. */
  public void endByDeadline(String jobName) {
    andWait(
        () -> {
          // A real one says so before it ends the pods.
          condition(job(jobName), "FailureTarget", "DeadlineExceeded");
          client.resource(pod(jobName)).delete();
          condition(job(jobName), "Failed", "DeadlineExceeded");
        });
  }

  private void seen(Job job) {
    boolean suspended = Boolean.TRUE.equals(job.getSpec().getSuspend());
    if (suspended || !started.add(job.getMetadata().getUid())) {
      return;
    }
    runs.add(job.getMetadata().getName());
    FakeAgent agent = byName.getOrDefault(job.getMetadata().getName(), agents.apply(job));
    run(job, agent);
  }

  private void run(Job job, FakeAgent agent) {
    if (agent instanceof FakeAgent.Ends ends) {
      finish(job, ends);
    } else if (agent instanceof FakeAgent.EndsUncounted uncounted) {
      pod(job, ended(uncounted.ends()));
    } else if (agent instanceof FakeAgent.Logs logs) {
      logger.accept(podName(job), logs.log());
      finish(job, logs.ends());
    } else if (agent instanceof FakeAgent.Works) {
      pod(job, working());
    } else if (agent instanceof FakeAgent.WorksAndLogs working) {
      logger.accept(podName(job), working.log());
      pod(job, working());
    } else if (agent instanceof FakeAgent.Stuck stuck) {
      pod(job, stuck(stuck));
    } else if (agent instanceof FakeAgent.Evicted evicted) {
      pod(
          job,
          new PodStatusBuilder()
              .withPhase("Failed")
              .withReason("Evicted")
              .withMessage(evicted.message())
              .build());
      condition(job, "Failed", "BackoffLimitExceeded");
    } else {
      condition(job, "Failed", "DeadlineExceeded");
    }
  }

  private void finish(Job job, FakeAgent.Ends ends) {
    pod(job, ended(ends));
    condition(
        job,
        ends.exitCode() == 0 ? "Complete" : "Failed",
        ends.exitCode() == 0 ? "CompletionsReached" : "BackoffLimitExceeded");
  }

  private void pod(Job job, PodStatus status) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(podName(job))
            .withNamespace(job.getMetadata().getNamespace())
            .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
            .withAnnotations(job.getSpec().getTemplate().getMetadata().getAnnotations())
            .addNewOwnerReference()
            .withApiVersion("batch/v1")
            .withKind("Job")
            .withName(job.getMetadata().getName())
            .withUid(job.getMetadata().getUid())
            .endOwnerReference()
            .endMetadata()
            .withSpec(job.getSpec().getTemplate().getSpec())
            .withStatus(status)
            .build();
    Pod there = client.resource(pod).get();
    if (there == null) {
      client.resource(pod).create();
    } else {
      client.resource(there).editStatus(p -> new PodBuilder(p).withStatus(status).build());
    }
  }

  private static String podName(Job job) {
    return job.getMetadata().getName() + "-" + job.getMetadata().getUid().substring(28);
  }

  private void condition(Job job, String type, String reason) {
    client
        .resource(job)
        .inNamespace(job.getMetadata().getNamespace())
        .editStatus(
            j ->
                new JobBuilder(j)
                    .editMetadata()
                    .withResourceVersion(null)
                    .endMetadata()
                    .editOrNewStatus()
                    .addNewCondition()
                    .withType(type)
                    .withStatus("True")
                    .withReason(reason)
                    .withLastTransitionTime(now())
                    .endCondition()
                    .endStatus()
                    .build());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static PodStatus working() {
    return new PodStatusBuilder()
        .withPhase("Running")
        .addToContainerStatuses(
            new ContainerStatusBuilder()
                .withName("agent")
                .withState(
                    new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(now())
                        .endRunning()
                        .build())
                .build())
        .build();
  }

  private static PodStatus stuck(FakeAgent.Stuck stuck) {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addToContainerStatuses(
            new ContainerStatusBuilder()
                .withName("agent")
                .withState(
                    new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason(stuck.reason())
                        .withMessage(stuck.message())
                        .endWaiting()
                        .build())
                .build())
        .build();
  }

  private static PodStatus ended(FakeAgent.Ends ends) {
    return new PodStatusBuilder()
        .withPhase(ends.exitCode() == 0 ? "Succeeded" : "Failed")
        .addToContainerStatuses(
            new ContainerStatusBuilder()
                .withName("agent")
                .withState(
                    new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(ends.exitCode())
                        .withReason(ends.reason())
                        .withMessage(ends.message())
                        .withFinishedAt(now())
                        .endTerminated()
                        .build())
                .build())
        .build();
  }

  private void removePods(Job job) {
    client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel("backup.proxpanel.io/job", job.getMetadata().getName())
        .list()
        .getItems()
        .stream()
        .filter(pod -> owned(pod, job))
        .forEach(pod -> client.resource(pod).delete());
  }

  private void removeJobs(HasMetadata owner) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(owner.getMetadata().getNamespace())
        .list()
        .getItems()
        .stream()
        .filter(job -> owned(job, owner))
        .forEach(job -> client.resource(job).delete());
  }

  private static boolean owned(HasMetadata object, HasMetadata owner) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> reference.getUid().equals(owner.getMetadata().getUid()));
  }

  private <T extends HasMetadata> ResourceEventHandler<T> on(
      Consumer<T> changed, Consumer<T> removed) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        submit(() -> changed.accept(object));
      }

      @Override
      public void onUpdate(T before, T object) {
        submit(() -> changed.accept(object));
      }

      @Override
      public void onDelete(T object, boolean unknown) {
        submit(() -> removed.accept(object));
      }
    };
  }

  private void submit(Runnable work) {
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (KubernetesClientException e) {
              // What is gone in the meantime needs no work any more.
              if (e.getCode() != 404) {
                throw e;
              }
            }
          });
    } catch (RejectedExecutionException e) {
      // The test is over.
    }
  }

  @Override
  public void close() {
    watches.forEach(SharedIndexInformer::stop);
    executor.shutdown();
    try {
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The controller of Jobs does not end.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
