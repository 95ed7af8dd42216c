package io.proxpanel.backup.e2e.apiserver;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Clients that read and write resources in one way: what this learns about a class at its first use
 * takes longer than most tests, and would be learned again by each client.
 */
public final class Clients {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Clients() {}

  /** Of a client; only its configuration is missing. */
  public static KubernetesClientBuilder builder() {
    return new KubernetesClientBuilder().withKubernetesSerialization(SERIALIZATION);
  }

  /** Of all clients. */
  public static KubernetesSerialization serialization() {
    return SERIALIZATION;
  }
}
