package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The client that the operator works with. */
public final class OperatorClient {
  private OperatorClient() {}

  /** Begins one; where the API server is, it finds out by itself unless it is told. */
  public static KubernetesClientBuilder builder() {
    return new KubernetesClientBuilder()
        .withKubernetesSerialization(LeanSerialization.create())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("plain-watches", new PlainWatches()));
  }
}
