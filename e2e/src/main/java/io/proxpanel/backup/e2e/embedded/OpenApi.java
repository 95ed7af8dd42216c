package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What kubectl wants to know of the API in OpenAPI 3 before it applies (that the server checks
 * fields itself) and to explain our resources.
 */
final class OpenApi {
  private static final String KIND = "x-kubernetes-group-version-kind";

  private final ResourceTypes types;

  OpenApi(ResourceTypes types) {
    this.types = types;
  }

  /** The document at a path below {@code openapi}, given by its segments. */
  Optional<JsonNode> document(List<String> path) {
    if (path.isEmpty() || !"v3".equals(path.get(0))) {
      return Optional.empty();
    }
    String below = String.join("/", path.subList(1, path.size()));
    if (below.isEmpty()) {
      return Optional.of(index());
    }
    return apiVersions().stream()
        .filter(each -> folder(each).equals(below))
        .findFirst()
        .map(this::group);
  }

  private Set<String> apiVersions() {
    Set<String> all = new LinkedHashSet<>(Set.of("v1"));
    all.addAll(types.groupVersions());
    return all;
  }

  private static String folder(String apiVersion) {
    return (apiVersion.contains("/") ? "apis/" : "api/") + apiVersion;
  }

  private ObjectNode index() {
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    ObjectNode paths = index.putObject("paths");
    for (String each : apiVersions()) {
      paths.putObject(folder(each)).put("serverRelativeURL", "/openapi/v3/" + folder(each));
    }
    return index;
  }

  private ObjectNode group(String apiVersion) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Embedded").put("version", "v1");
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (ResourceType type : types.of(apiVersion)) {
      ObjectNode object =
          paths.putObject(
              "/%s/%s%s/{name}"
                  .formatted(
                      folder(apiVersion),
                      type.namespaced() ? "namespaces/{namespace}/" : "",
                      type.plural()));
      kind(object.putObject("get"), type).put("x-kubernetes-action", "get");
      ObjectNode patch = kind(object.putObject("patch"), type);
      patch.put("x-kubernetes-action", "patch");
      patch.putArray("parameters").addObject().put("name", "fieldValidation").put("in", "query");
      if (type.schema() instanceof ObjectNode schema) {
        ObjectNode described = schema.deepCopy();
        gvk(described.putArray(KIND).addObject(), type);
        schemas.set(type.apiVersion().replace('/', '.') + "." + type.kind(), described);
      }
    }
    return document;
  }

  private static ObjectNode kind(ObjectNode operation, ResourceType type) {
    gvk(operation.putObject(KIND), type);
    operation.putObject("responses");
    return operation;
  }

  private static void gvk(ObjectNode node, ResourceType type) {
    node.put("group", type.group()).put("version", type.version()).put("kind", type.kind());
  }
}
