package io.proxpanel.backup.controller.cluster;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.proxpanel.backup.controller.settings.Settings.Guards;

/**
 * Whether a resource is deleted because something greater is: then nobody has said that the
 * resource itself is not wanted any more, nor its files.
 */
public final class Endings {
  /** As {@code kubectl get --output=name} asks: no schema, which is long. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  private final KubernetesClient client;
  private final Guards guards;
  private final RawRequests requests;

  /** The client needs the permission to get our definitions, and to create events. */
  public Endings(KubernetesClient client, Guards guards) {
    this.client = client;
    this.guards = guards;
    this.requests = new RawRequests(client);
  }

  /** How a definition stands. */
  public enum Definition {
    /** It is there. */
    THERE,
    /** It is being deleted, and all its resources with it. */
    ENDING,
    /** It is not there. */
    GONE
  }

  /**
   * How the definition of a kind stands.
   *
   * @throws KubernetesClientException also when the permission to look is missing
   */
  public Definition definition(Class<? extends HasMetadata> kind) {
    if (!guards.seeDefinitions()) {
      return Definition.THERE;
    }
    String address =
        "%sapis/apiextensions.k8s.io/v1/customresourcedefinitions/%s"
            .formatted(client.getMasterUrl(), HasMetadata.getFullResourceName(kind));
    try {
      GenericKubernetesResource definition =
          requests.read(
              address, METADATA, "a request for a definition", GenericKubernetesResource.class);
      return definition.getMetadata().getDeletionTimestamp() == null
          ? Definition.THERE
          : Definition.ENDING;
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return Definition.GONE;
      }
      throw e;
    }
  }

  /** Whether the namespace of a resource is being deleted: it takes no new objects then. */
  public boolean namespaceOf(HasMetadata resource) {
    String namespace = resource.getMetadata().getNamespace();
    Event question =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName("proxpanel-backup-")
            .withNamespace(namespace)
            .endMetadata()
            .withNewInvolvedObject()
            .withNamespace(namespace)
            .endInvolvedObject()
            .build();
    try {
      client.v1().events().resource(question).dryRun(true).create();
      return false;
    } catch (KubernetesClientException e) {
      return ApiErrors.isNamespaceEnding(e);
    }
  }
}
