package io.proxpanel.backup.controller.job;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which Secrets a Job gives to its agent. Pure. */
public final class MountedSecrets {
  private MountedSecrets() {}

  /** Their names. Those that the image is pulled with are the node's, and not among them. */
  public static SortedSet<String> of(Job job) {
    return Stream.concat(
            job.getSpec().getTemplate().getSpec().getVolumes().stream()
                .flatMap(MountedSecrets::names),
            job.getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(container -> container.getEnv().stream())
                .map(MountedSecrets::name))
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> names(Volume volume) {
    Stream<String> projected =
        Optional.ofNullable(volume.getProjected()).map(ProjectedVolumeSource::getSources).stream()
            .flatMap(sources -> sources.stream())
            .map(VolumeProjection::getSecret)
            .filter(Objects::nonNull)
            .map(SecretProjection::getName);
    return Stream.concat(
        Stream.ofNullable(volume.getSecret()).map(SecretVolumeSource::getSecretName), projected);
  }

  private static String name(EnvVar variable) {
    return Optional.ofNullable(variable.getValueFrom())
        .map(EnvVarSource::getSecretKeyRef)
        .map(SecretKeySelector::getName)
        .orElse(null);
  }
}
