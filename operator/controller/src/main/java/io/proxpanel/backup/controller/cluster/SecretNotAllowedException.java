package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** A Job is not made, since it would be given a Secret that is not labelled for that. */
final class SecretNotAllowedException extends KubernetesClientException {
  private static final long serialVersionUID = 1L;
  private static final int FORBIDDEN = 403;

  SecretNotAllowedException(String secret, String label) {
    super(
        ("the Secret \"%s\" has not the label %s, without which this operator gives no Secret to a"
                + " Job: who may write the Secret can add it")
            .formatted(secret, label),
        FORBIDDEN,
        null);
  }
}
