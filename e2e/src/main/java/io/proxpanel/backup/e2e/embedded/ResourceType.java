package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.model.Scope;
import java.util.List;

/**
 * A kind of object that the API serves.
 *
 * @param group API group, empty for the core group
 * @param version of the group
 * @param plural as in paths
 * @param kind as in objects
 * @param namespaced whether objects live in namespaces
 * @param hasStatus whether status is a resource of its own
 * @param shortNames for kubectl
 * @param schema {@code openAPIV3Schema} of a custom resource, else missing
 * @param columns printer columns of a custom resource, else missing
 */
record ResourceType(
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    boolean hasStatus,
    List<String> shortNames,
    JsonNode schema,
    JsonNode columns) {

  static final ResourceType NAMESPACES = builtIn("", "v1", "namespaces", "Namespace", false, true);
  static final ResourceType PODS = builtIn("", "v1", "pods", "Pod", true, true);
  static final ResourceType CLAIMS =
      builtIn("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, true);
  static final ResourceType JOBS = builtIn("batch", "v1", "jobs", "Job", true, true);
  static final ResourceType DEFINITIONS =
      builtIn(
          "apiextensions.k8s.io",
          "v1",
          "customresourcedefinitions",
          "CustomResourceDefinition",
          false,
          true);

  private static ResourceType builtIn(
      String group, String version, String plural, String kind, boolean spaced, boolean status) {
    JsonNode none = MissingNode.getInstance();
    return new ResourceType(group, version, plural, kind, spaced, status, List.of(), none, none);
  }

  /** What is there before any definition is applied. */
  static List<ResourceType> builtIns() {
    return List.of(
        NAMESPACES,
        PODS,
        CLAIMS,
        JOBS,
        DEFINITIONS,
        builtIn("", "v1", "secrets", "Secret", true, false),
        builtIn("", "v1", "configmaps", "ConfigMap", true, false),
        builtIn("", "v1", "events", "Event", true, false),
        builtIn("coordination.k8s.io", "v1", "leases", "Lease", true, false));
  }

  /** The type that a CustomResourceDefinition's stored version describes. */
  static ResourceType of(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    for (JsonNode version : spec.path("versions")) {
      if (version.path("storage").asBoolean()) {
        JsonNode names = spec.path("names");
        List<String> shortNames =
            names.path("shortNames").valueStream().map(JsonNode::asText).toList();
        return new ResourceType(
            spec.path("group").asText(),
            version.path("name").asText(),
            names.path("plural").asText(),
            names.path("kind").asText(),
            Scope.NAMESPACED.value().equals(spec.path("scope").asText()),
            version.path("subresources").has("status"),
            shortNames,
            version.path("schema").path("openAPIV3Schema"),
            version.path("additionalPrinterColumns"));
      }
    }
    throw new IllegalArgumentException("A definition without a stored version.");
  }

  /** {@code v1} or {@code group/version}. */
  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Name in messages: {@code jobs.batch}, {@code pods}. */
  String qualifiedName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** Whether both are the same kind, whatever else is known of them. */
  boolean is(ResourceType other) {
    return group.equals(other.group) && plural.equals(other.plural);
  }
}
