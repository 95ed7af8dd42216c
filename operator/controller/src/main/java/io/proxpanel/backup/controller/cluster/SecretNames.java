package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds Secrets by their labels. The API server is asked for their metadata in a form that has
 * nothing else: no value of a Secret comes into this process. Nothing is watched or kept.
 */
final class SecretNames {
  /** "Receiving resources as PartialObjectMetadata" in the documentation of Kubernetes' API. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private final KubernetesClient client;
  private final RawRequests metadata;

  SecretNames(KubernetesClient client) {
    this.client = client;
    this.metadata = new RawRequests(client);
  }

  /**
   * The names of those that the selector fits, sorted.
   *
   * @param selector as the API takes it
   * @param most how many are looked for
   * @throws KubernetesClientException also when the permission to list them is missing
   */
  List<String> find(String namespace, String selector, int most) {
    return find(namespace, selector, most, secret -> secret.getMetadata().getName());
  }

  /** The same, each with what tells one state of the Secret from another. */
  List<String> versions(String namespace, String selector, int most) {
    return find(
        namespace,
        selector,
        most,
        secret ->
            secret.getMetadata().getName()
                + " "
                + secret.getMetadata().getUid()
                + secret.getMetadata().getResourceVersion());
  }

  private List<String> find(
      String namespace,
      String selector,
      int most,
      Function<GenericKubernetesResource, String> what) {
    List<String> names = new ArrayList<>();
    String next = "";
    do {
      GenericKubernetesResourceList page = page(namespace, selector, most, next);
      page.getItems().forEach(secret -> names.add(what.apply(secret)));
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty() && names.size() < most);
    return names.stream().sorted().limit(most).toList();
  }

  private GenericKubernetesResourceList page(
      String namespace, String selector, int most, String next) {
    String address =
        "%sapi/v1/namespaces/%s/secrets?labelSelector=%s&limit=%d%s"
            .formatted(
                client.getMasterUrl(),
                namespace,
                encoded(selector),
                most,
                next.isEmpty() ? "" : "&continue=" + encoded(next));
    return metadata.read(
        address, METADATA, "a list of Secrets", GenericKubernetesResourceList.class);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
