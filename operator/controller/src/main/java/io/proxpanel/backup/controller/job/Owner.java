package io.proxpanel.backup.controller.job;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The resource that a Job works for.
 *
 * @param apiVersion of the resource
 * @param kind of the resource
 * @param namespace of the resource and its Jobs
 * @param name of the resource
 * @param uid of the resource
 */
public record Owner(String apiVersion, String kind, String namespace, String name, String uid) {

  /** The owner that this resource is. */
  public static Owner of(HasMetadata resource) {
    return new Owner(
        resource.getApiVersion(),
        resource.getKind(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid());
  }
}
