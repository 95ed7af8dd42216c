package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.proxpanel.backup.api.v1.StoredResource;
import io.proxpanel.backup.api.v1.StoredStatus;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Writes status under optimistic locking: what was decided on a version of a resource is written
 * only while that version is the latest. It is a JSON patch that carries the resource version,
 * which works the same on every API server, also on those without server-side apply.
 */
public final class StatusWriter {

  /**
   * Writes the resource as it is to be, status apart.
   *
   * @param resource as it was read; stays as it is
   * @throws StaleCacheException when the resource has changed since it was read
   */
  public <R extends HasMetadata> void edit(
      R resource, UnaryOperator<R> change, Context<R> context) {
    edit(resource, change, context.getClient());
  }

  /**
   * The same for a resource of another reconciler.
   *
   * @throws StaleCacheException when the resource has changed since it was read
   */
  public <R extends HasMetadata> void edit(
      R resource, UnaryOperator<R> change, KubernetesClient client) {
    locked(() -> client.resource(resource).edit(change));
  }

  /**
   * Writes the status and makes the next pass see it.
   *
   * @param resource as it was read; stays as it is
   * @throws StaleCacheException when the resource has changed since it was read
   * @return the resource as it is now
   */
  public <S, R extends CustomResource<?, S>> R write(R resource, S status, Context<R> context) {
    return known(resource, write(resource, status, context.getClient()), context);
  }

  /**
   * The same for a resource of another reconciler.
   *
   * @throws StaleCacheException when the resource has changed since it was read
   */
  public <S, R extends CustomResource<?, S>> R write(
      R resource, S status, KubernetesClient client) {
    return editStatus(resource, changed -> changed.setStatus(status), client);
  }

  /**
   * The same for any kind of resource whose files are stored.
   *
   * @throws StaleCacheException when the resource has changed since it was read
   */
  public <R extends StoredResource> R writeStored(
      R resource, StoredStatus status, Context<R> context) {
    return known(resource, writeStored(resource, status, context.getClient()), context);
  }

  /**
   * The same for a resource of another reconciler.
   *
   * @throws StaleCacheException when the resource has changed since it was read
   */
  public <R extends StoredResource> R writeStored(
      R resource, StoredStatus status, KubernetesClient client) {
    return editStatus(resource, changed -> changed.putStatus(status), client);
  }

  /** Whether status is about the spec as it is; where it is not, tools wait for it. */
  public boolean isAbout(HasMetadata resource, Long observedGeneration) {
    Long generation = resource.getMetadata().getGeneration();
    return generation == null || generation.equals(observedGeneration);
  }

  private static <R extends HasMetadata> R editStatus(
      R resource, Consumer<R> change, KubernetesClient client) {
    return locked(
        () ->
            client
                .resource(resource)
                .editStatus(
                    item -> {
                      R changed = client.getKubernetesSerialization().clone(item);
                      change.accept(changed);
                      return changed;
                    }));
  }

  /** Makes the next pass see it. */
  private static <R extends HasMetadata> R known(R before, R updated, Context<R> context) {
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(ResourceID.fromResource(before), updated, before);
    return updated;
  }

  /**
   * Deletes the resource if it is still as it was read.
   *
   * @throws StaleCacheException when it has changed since it was read
   * @return whether it was there
   */
  public boolean deleteAsSeen(HasMetadata resource, KubernetesClient client) {
    String version = resource.getMetadata().getResourceVersion();
    return locked(() -> !client.resource(resource).lockResourceVersion(version).delete().isEmpty());
  }

  private static <R> R locked(Supplier<R> write) {
    try {
      return write.get();
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        throw new StaleCacheException(e);
      }
      throw e;
    }
  }
}
