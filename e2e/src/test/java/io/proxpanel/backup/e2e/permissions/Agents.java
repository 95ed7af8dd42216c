package io.proxpanel.backup.e2e.permissions;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.KeyOrder;
import io.proxpanel.backup.contract.LoggedDocument;
import io.proxpanel.backup.contract.TaskResult;
import io.proxpanel.backup.contract.TaskResult.DestinationResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands for Job controller, kubelet and agent: every Job succeeds as soon as it may run. */
final class Agents implements ResourceEventHandler<Job> {
  private static final TaskResult RESULT =
      new TaskResult(
          TaskResult.State.SUCCEEDED,
          "done",
          null,
          new TaskResult.StoredFile(
              "it.bak", 1, "ab", 1, "cd", BackupFormat.ProxPanelV2, KeyOrder.SALT_FIRST, null),
          null,
          null,
          List.of(),
          null,
          List.of(new DestinationResult("local", DestinationResult.STORED, "/file.bak", null)),
          null,
          null,
          // It is looked for in the log of a pod that no kubelet has, and not missed.
          LoggedDocument.of("{}"));

  private final KubernetesClient client;
  private final Set<String> done = ConcurrentHashMap.newKeySet();

  /** The client may do everything; the agents work until it is closed. */
  static void start(KubernetesClient client) {
    client.batch().v1().jobs().inAnyNamespace().inform(new Agents(client));
  }

  private Agents(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void onAdd(Job job) {
    if (!Boolean.TRUE.equals(job.getSpec().getSuspend()) && done.add(job.getMetadata().getUid())) {
      Pod pod = client.resource(pod(job)).create();
      client.resource(ended(pod)).updateStatus();
    }
  }

  @Override
  public void onUpdate(Job before, Job job) {
    onAdd(job);
  }

  @Override
  public void onDelete(Job job, boolean unknown) {
    // Its pod tells nobody anything any more.
  }

  private static Pod pod(Job job) {
    var template = job.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadata()
        .withName(job.getMetadata().getName())
        .withNamespace(job.getMetadata().getNamespace())
        .withLabels(template.getMetadata().getLabels())
        .withAnnotations(template.getMetadata().getAnnotations())
        .addNewOwnerReference()
        .withApiVersion(job.getApiVersion())
        .withKind(job.getKind())
        .withName(job.getMetadata().getName())
        .withUid(job.getMetadata().getUid())
        .endOwnerReference()
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static Pod ended(Pod pod) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Succeeded")
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName(pod.getSpec().getContainers().get(0).getName())
                .withImage("agent")
                .withImageID("agent")
                .withReady(false)
                .withRestartCount(0)
                .withNewState()
                .withNewTerminated()
                .withExitCode(0)
                .withReason("Completed")
                .withFinishedAt(now)
                .withMessage(Json.write(RESULT))
                .endTerminated()
                .endState()
                .build())
        .endStatus()
        .build();
  }
}
