package io.proxpanel.backup.controller.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.util.Map;

/**
 * Tells of a permission that the framework lacks outside of our passes, for instance to write the
 * finalizer: until that is there it asks nobody of us, and counting failures is all that it lets us
 * see of it.
 */
public final class Denials implements Metrics {
  private final Pass pass;

  /** The pass remembers what was told. */
  public Denials(Pass pass) {
    this.pass = pass;
  }

  @Override
  public void failedReconciliation(
      HasMetadata resource, Exception exception, Map<String, Object> metadata) {
    if (exception instanceof KubernetesClientException e) {
      pass.tell(resource, e);
    }
  }
}
