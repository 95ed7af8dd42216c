package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The documents that tell clients which types there are. */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final ResourceTypes types;
  private final OpenApi openApi;

  Discovery(ResourceTypes types) {
    this.types = types;
    this.openApi = new OpenApi(types);
  }

  /** The document at a path, given by its segments. */
  Optional<JsonNode> document(List<String> path) {
    return switch (String.join("/", path.subList(0, Math.min(1, path.size())))) {
      case "version" -> Optional.of(version());
      case "livez", "readyz", "healthz" -> Optional.of(JsonNodeFactory.instance.textNode("ok"));
      case "api" -> path.size() == 1 ? Optional.of(core()) : resources("v1", path.size() == 2);
      case "apis" -> groups(path);
      case "openapi" -> openApi.document(path.subList(1, path.size()));
      default -> Optional.empty();
    };
  }

  private static ObjectNode object(String kind) {
    return JsonNodeFactory.instance.objectNode().put("kind", kind).put("apiVersion", "v1");
  }

  private static ObjectNode version() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("major", "1")
        .put("minor", "34")
        .put("gitVersion", "v1.34.0-embedded");
  }

  private static ObjectNode core() {
    ObjectNode versions = object("APIVersions");
    versions.putArray("versions").add("v1");
    return versions;
  }

  private Optional<JsonNode> groups(List<String> path) {
    if (path.size() == 1) {
      ObjectNode list = object("APIGroupList");
      ArrayNode groups = list.putArray("groups");
      types.groupVersions().forEach(each -> groups.add(group(each)));
      return Optional.of(list);
    }
    if (path.size() == 2) {
      return types.groupVersions().stream()
          .filter(each -> each.startsWith(path.get(1) + "/"))
          .findFirst()
          .map(Discovery::group);
    }
    return resources(path.get(1) + "/" + path.get(2), path.size() == 3);
  }

  private static ObjectNode group(String groupVersion) {
    String[] sides = groupVersion.split("/", 2);
    ObjectNode group = object("APIGroup").put("name", sides[0]);
    group
        .putArray("versions")
        .addObject()
        .put("groupVersion", groupVersion)
        .put("version", sides[1]);
    group.putObject("preferredVersion").put("groupVersion", groupVersion).put("version", sides[1]);
    return group;
  }

  private Optional<JsonNode> resources(String groupVersion, boolean exact) {
    List<ResourceType> found = types.of(groupVersion);
    if (!exact || found.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode list = object("APIResourceList").put("groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    for (ResourceType type : found) {
      ObjectNode resource = resource(resources, type, type.plural());
      type.shortNames().forEach(resource.withArray("shortNames")::add);
      VERBS.forEach(resource.withArray("verbs")::add);
      if (type.hasStatus()) {
        ObjectNode status = resource(resources, type, type.plural() + "/status");
        List.of("get", "patch", "update").forEach(status.withArray("verbs")::add);
      }
    }
    return Optional.of(list);
  }

  private static ObjectNode resource(ArrayNode resources, ResourceType type, String name) {
    return resources
        .addObject()
        .put("name", name)
        .put("singularName", type.kind().toLowerCase(Locale.ROOT))
        .put("namespaced", type.namespaced())
        .put("kind", type.kind());
  }
}
