package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.controller.job.MountedSecrets;
import io.proxpanel.backup.controller.settings.Settings.Guards;
import java.util.Map;
import java.util.Optional;

/**
 * Sees to it that Jobs are given only Secrets that somebody has labelled for that. Who may create a
 * Backup names the Secret and the server that gets what is in it, and may not be allowed to read
 * it.
 */
final class AllowedSecrets {
  /** No value of a Secret comes into this process for the question. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  private final KubernetesClient client;
  private final RawRequests requests;
  private final Guards guards;

  AllowedSecrets(KubernetesClient client, Guards guards) {
    this.client = client;
    this.requests = new RawRequests(client);
    this.guards = guards;
  }

  /**
   * Looks at all Secrets of a Job. One that is not there yet is none that could be read.
   *
   * @throws SecretNotAllowedException when one of them has not the label
   */
  void demand(Job job) {
    if (guards.secretsLabel() == null) {
      return;
    }
    for (String name : MountedSecrets.of(job)) {
      Optional<GenericKubernetesResource> secret = find(job.getMetadata().getNamespace(), name);
      if (secret.isPresent() && !isAllowed(secret.get())) {
        throw new SecretNotAllowedException(name, guards.secretsLabel());
      }
    }
  }

  private boolean isAllowed(GenericKubernetesResource secret) {
    Map<String, String> labels =
        Optional.ofNullable(secret.getMetadata().getLabels()).orElse(Map.of());
    String[] label = guards.secretsLabel().split("=", 2);
    return label[1].equals(labels.get(label[0]));
  }

  private Optional<GenericKubernetesResource> find(String namespace, String name) {
    String address =
        "%sapi/v1/namespaces/%s/secrets/%s".formatted(client.getMasterUrl(), namespace, name);
    try {
      return Optional.of(
          requests.read(
              address, METADATA, "a request for a Secret", GenericKubernetesResource.class));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
