package io.proxpanel.backup.e2e.embedded;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The Job controller, for Jobs of one pod that is never tried again: which is what the operator
 * creates.
 */
final class JobController {
  private final Workloads workloads;

  JobController(Workloads workloads) {
    this.workloads = workloads;
  }

  /** Brings a Job one step further. */
  void reconcile(Job given, List<Pod> allPods) {
    Job job = given.getStatus() == null ? withEmptyStatus(given) : given;
    List<Pod> pods = allPods.stream().filter(pod -> owns(job, pod)).toList();
    if (job.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    if (isFinished(job)) {
      removeWhenOld(job);
    } else if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      pods.stream().filter(JobController::isRunning).forEach(workloads::delete);
    } else if (pods.isEmpty()) {
      startOrMissPod(job);
    } else {
      follow(job, pods.get(0));
    }
  }

  private static Job withEmptyStatus(Job job) {
    return new JobBuilder(job).withStatus(new JobStatus()).build();
  }

  private static boolean owns(Job job, Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> job.getMetadata().getUid().equals(owner.getUid()));
  }

  private static boolean isFinished(Job job) {
    return job.getStatus().getConditions().stream()
        .anyMatch(
            each ->
                List.of("Complete", "Failed").contains(each.getType())
                    && "True".equals(each.getStatus()));
  }

  private static boolean isRunning(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null && !isEnded(pod);
  }

  private static boolean isEnded(Pod pod) {
    return pod.getStatus() != null
        && List.of("Succeeded", "Failed").contains(String.valueOf(pod.getStatus().getPhase()));
  }

  private void removeWhenOld(Job job) {
    Integer seconds = job.getSpec().getTtlSecondsAfterFinished();
    boolean old =
        seconds != null
            && job.getStatus().getConditions().stream()
                .map(each -> Instant.parse(each.getLastTransitionTime()).plusSeconds(seconds))
                .anyMatch(end -> !end.isAfter(workloads.instant()));
    if (old) {
      workloads.delete(job);
    }
  }

  private void startOrMissPod(Job job) {
    if (Optional.ofNullable(job.getStatus().getActive()).orElse(0) > 0) {
      // The pod was there and is not any more: with a backoff limit of 0 that is the end.
      fail(job, isLate(job));
      return;
    }
    workloads.create(pod(job));
    job.getStatus().setActive(1);
    if (job.getStatus().getStartTime() == null) {
      job.getStatus().setStartTime(workloads.now());
    }
    workloads.writeStatus(job);
  }

  private void follow(Job job, Pod pod) {
    if (isEnded(pod)) {
      if ("Succeeded".equals(pod.getStatus().getPhase())) {
        succeed(job);
      } else {
        fail(job, isLate(job) && wasToldToStop(pod));
      }
    } else if (isLate(job) && isRunning(pod)) {
      workloads.delete(pod);
    }
  }

  private static boolean wasToldToStop(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private boolean isLate(Job job) {
    Long seconds = job.getSpec().getActiveDeadlineSeconds();
    String start = job.getStatus().getStartTime();
    return seconds != null
        && start != null
        && !Instant.parse(start).plusSeconds(seconds).isAfter(workloads.instant());
  }

  private void succeed(Job job) {
    job.getStatus().setActive(0);
    job.getStatus().setSucceeded(1);
    job.getStatus().setCompletionTime(workloads.now());
    finish(job, "Complete", "CompletionsReached", "Reached expected number of succeeded pods");
  }

  private void fail(Job job, boolean late) {
    job.getStatus().setActive(0);
    job.getStatus().setFailed(1);
    if (late) {
      finish(job, "Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
    } else {
      finish(job, "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
    }
  }

  private void finish(Job job, String type, String reason, String message) {
    String now = workloads.now();
    JobCondition condition =
        new JobConditionBuilder()
            .withType(type)
            .withStatus("True")
            .withReason(reason)
            .withMessage(message)
            .withLastProbeTime(now)
            .withLastTransitionTime(now)
            .build();
    job.getStatus().setConditions(List.of(condition));
    workloads.writeStatus(job);
  }

  private static Pod pod(Job job) {
    String name = job.getMetadata().getName();
    var template = job.getSpec().getTemplate();
    ObjectMeta given = Optional.ofNullable(template.getMetadata()).orElseGet(ObjectMeta::new);
    Map<String, String> labels =
        new HashMap<>(Optional.ofNullable(given.getLabels()).orElse(Map.of()));
    labels.put("batch.kubernetes.io/job-name", name);
    labels.put("batch.kubernetes.io/controller-uid", job.getMetadata().getUid());
    labels.put("job-name", name);
    labels.put("controller-uid", job.getMetadata().getUid());
    OwnerReference owner =
        new OwnerReferenceBuilder()
            .withApiVersion(job.getApiVersion())
            .withKind(job.getKind())
            .withName(name)
            .withUid(job.getMetadata().getUid())
            .withController(true)
            .withBlockOwnerDeletion(true)
            .build();
    return new PodBuilder()
        .withNewMetadata()
        .withName(name + "-" + UUID.randomUUID().toString().substring(0, 5))
        .withNamespace(job.getMetadata().getNamespace())
        .withLabels(labels)
        .withAnnotations(given.getAnnotations())
        .withOwnerReferences(owner)
        .endMetadata()
        .withSpec(template.getSpec())
        .editSpec()
        .withNodeName(LocalKubelet.NODE)
        .endSpec()
        .build();
  }
}
