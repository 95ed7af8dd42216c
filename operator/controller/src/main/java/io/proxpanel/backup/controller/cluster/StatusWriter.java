package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/**
 * Writes status under optimistic locking: what was decided on a version of a resource is written
 * only while that version is the latest. It is a JSON patch that carries the resource version,
 * which works the same on every API server, also on those without server-side apply.
 */
public final class StatusWriter {

  /**
   * Writes the status and makes the next pass see it.
   *
   * @param resource as it was read; stays as it is
   * @throws StaleCacheException when the resource has changed since it was read
   * @return the resource as it is now
   */
  public <S, R extends CustomResource<?, S>> R write(R resource, S status, Context<R> context) {
    try {
      R updated =
          context
              .getClient()
              .resource(resource)
              .editStatus(
                  item -> {
                    R changed = context.getClient().getKubernetesSerialization().clone(item);
                    changed.setStatus(status);
                    return changed;
                  });
      context
          .eventSourceRetriever()
          .getControllerEventSource()
          .handleRecentResourceUpdate(ResourceID.fromResource(resource), updated, resource);
      return updated;
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        throw new StaleCacheException(e);
      }
      throw e;
    }
  }
}
