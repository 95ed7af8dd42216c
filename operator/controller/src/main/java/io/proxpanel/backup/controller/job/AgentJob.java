package io.proxpanel.backup.controller.job;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.proxpanel.backup.api.v1.JobTemplate;
import io.proxpanel.backup.contract.TaskDocument;
import io.proxpanel.backup.controller.settings.Settings.Agent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Builds the Job of one attempt. The pod fits the restricted pod security level and holds no
 * permission in the cluster.
 */
public final class AgentJob {
  /** Name of the container whose termination message is the result. */
  public static final String CONTAINER = "agent";

  /** Environment variable with the task. */
  public static final String TASK = "BACKUP_TASK";

  private static final String SCRATCH = "scratch";
  private static final String SCRATCH_BYTES = "BACKUP_SCRATCH_BYTES";
  private static final String EPHEMERAL_STORAGE = "ephemeral-storage";

  /** Enough to end the children, remove the temporary file and report. */
  private static final long GRACE_SECONDS = 60;

  private static final int LONGEST_LIFE_UNOWNED = 3600;

  private final Agent settings;

  /** The settings hold where a resource's template says nothing else. */
  public AgentJob(Agent settings) {
    this.settings = settings;
  }

  /**
   * The Job of one attempt.
   *
   * @param owner the resource that it works for
   * @param attempt from 1
   * @param task what the agent does
   * @param template what the resource changes about its Jobs, or null
   * @param start whether the Job starts at once, and whether it goes with its owner
   */
  public Job build(Owner owner, int attempt, AgentTask task, JobTemplate template, Start start) {
    return build(owner, owner.name(), attempt, task, template, start);
  }

  /**
   * The same for an owner that has many such Jobs.
   *
   * @param subject what this one is about, in the place of the owner's name in the Job's
   */
  public Job build(
      Owner owner, String subject, int attempt, AgentTask task, JobTemplate template, Start start) {
    String name = JobNames.of(subject, task.verb(), attempt);
    Map<String, String> labels =
        merged(
            of(template, JobTemplate::labels).map(FreeKeys::ofLabels),
            JobLabels.labels(owner, task.verb(), attempt, name));
    Map<String, String> annotations =
        merged(
            of(template, JobTemplate::annotations).map(FreeKeys::ofAnnotations),
            Map.of(JobLabels.RESOURCE, owner.name()));
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(owner.namespace())
        .withLabels(labels)
        .withAnnotations(annotations)
        .withOwnerReferences(start == Start.UNOWNED ? List.of() : List.of(reference(owner)))
        .endMetadata()
        .withNewSpec()
        // Whether it is worth another attempt depends on the error, which only the operator reads.
        .withBackoffLimit(0)
        .withSuspend(start == Start.SUSPENDED ? Boolean.TRUE : null)
        .withActiveDeadlineSeconds(JobLimits.deadline(template, settings).toSeconds())
        .withTtlSecondsAfterFinished(timeToLive(template, start))
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .withSpec(pod(task, template))
        .endTemplate()
        .endSpec()
        .build();
  }

  /** A Job whose owner is gone is of no use to anybody. */
  private int timeToLive(JobTemplate template, Start start) {
    int wanted =
        of(template, JobTemplate::ttlSecondsAfterFinished)
            .orElse(Math.toIntExact(settings.timeToLive().toSeconds()));
    return start == Start.UNOWNED ? Math.min(wanted, LONGEST_LIFE_UNOWNED) : wanted;
  }

  /** When a Job starts to work and when it goes. */
  public enum Start {
    /** At once; goes with its owner. */
    AT_ONCE,
    /** When it is released; goes with its owner. */
    SUSPENDED,
    /**
     * At once; stays when its owner goes. The garbage collector would otherwise end it as soon as
     * the owner is deleted with foreground propagation, which is when a delete Job has to work.
     */
    UNOWNED
  }

  private static OwnerReference reference(Owner owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.apiVersion())
        .withKind(owner.kind())
        .withName(owner.name())
        .withUid(owner.uid())
        .withController(true)
        .build();
  }

  private PodSpec pod(AgentTask task, JobTemplate template) {
    List<Volume> volumes = new ArrayList<>(task.mounts().volumes());
    volumes.add(
        new VolumeBuilder()
            .withName(SCRATCH)
            .withNewEmptyDir()
            .withSizeLimit(scratchSize(template))
            .endEmptyDir()
            .build());
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(of(template, JobTemplate::runAsUser).orElse(settings.runAsUser()))
        .withRunAsGroup(of(template, JobTemplate::runAsGroup).orElse(settings.runAsGroup()))
        .withFsGroup(of(template, JobTemplate::fsGroup).orElse(settings.fsGroup()))
        // A volume with many files is not walked through before every Job.
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withNodeSelector(of(template, JobTemplate::nodeSelector).orElse(null))
        .withTolerations(of(template, JobTemplate::tolerations).orElse(List.of()))
        .withImagePullSecrets(pullSecrets(template))
        .withContainers(container(task, template))
        .withVolumes(volumes)
        .build();
  }

  private Container container(AgentTask task, JobTemplate template) {
    List<VolumeMount> mounts = new ArrayList<>(task.mounts().mounts());
    mounts.add(new VolumeMountBuilder().withName(SCRATCH).withMountPath("/tmp").build());
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(settings.image())
        .withImagePullPolicy(settings.imagePullPolicy())
        .withArgs(task.verb().word())
        .addNewEnv()
        .withName(TASK)
        .withValue(TaskDocument.write(task.task().withCloudUrl(settings.cloudUrl())))
        .endEnv()
        // Whoever takes more is evicted: the agent ends before, and says why.
        .addNewEnv()
        .withName(SCRATCH_BYTES)
        .withValue(scratchSize(template).getNumericalAmount().toBigInteger().toString())
        .endEnv()
        .withResources(resources(template))
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        // The result is what the agent wrote; its log is for people and never read by programs.
        .withTerminationMessagePath("/dev/termination-log")
        .withTerminationMessagePolicy("File")
        .withVolumeMounts(mounts)
        .build();
  }

  private Quantity scratchSize(JobTemplate template) {
    return new Quantity(of(template, JobTemplate::scratchSize).orElse(settings.scratchSize()));
  }

  /** A scratch space that a resource asks for has to be on the node. */
  private ResourceRequirements resources(JobTemplate template) {
    ResourceRequirements wanted = of(template, JobTemplate::resources).orElseGet(this::resources);
    boolean said =
        Optional.ofNullable(wanted.getRequests())
            .filter(requests -> requests.containsKey(EPHEMERAL_STORAGE))
            .isPresent();
    if (said || of(template, JobTemplate::scratchSize).isEmpty()) {
      return wanted;
    }
    return new ResourceRequirementsBuilder(wanted)
        .addToRequests(EPHEMERAL_STORAGE, scratchSize(template))
        .build();
  }

  private ResourceRequirements resources() {
    return new ResourceRequirementsBuilder()
        .withRequests(quantities(settings.resourceRequests()))
        .withLimits(quantities(settings.resourceLimits()))
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    return texts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each -> new Quantity(each.getValue()),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  private List<LocalObjectReference> pullSecrets(JobTemplate template) {
    return of(template, JobTemplate::imagePullSecrets)
        .orElseGet(
            () ->
                new TreeSet<>(settings.imagePullSecrets())
                    .stream().map(LocalObjectReference::new).toList());
  }

  private static <T> Optional<T> of(JobTemplate template, Function<JobTemplate, T> field) {
    return Optional.ofNullable(template).map(field);
  }

  /** Ours win: without them the Job would be lost to the operator. */
  private static Map<String, String> merged(
      Optional<Map<String, String>> theirs, Map<String, String> ours) {
    Map<String, String> merged = new LinkedHashMap<>(theirs.orElse(Map.of()));
    merged.putAll(ours);
    return merged;
  }
}
