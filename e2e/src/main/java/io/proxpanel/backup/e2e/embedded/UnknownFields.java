package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fields that the schema of a custom resource does not know, which {@link SchemaDefaults} drops.
 */
final class UnknownFields {
  private static final Set<String> ALWAYS = Set.of("apiVersion", "kind", "metadata");

  private UnknownFields() {}

  /** Their paths from the root; none where the schema is missing. */
  static List<String> of(JsonNode schema, JsonNode object) {
    List<String> unknown = new ArrayList<>();
    if (schema.isObject()) {
      for (Map.Entry<String, JsonNode> each : object.properties()) {
        if (!ALWAYS.contains(each.getKey())) {
          field(each.getKey(), each.getKey(), each.getValue(), schema, unknown);
        }
      }
    }
    return unknown;
  }

  private static void walk(String path, JsonNode value, JsonNode schema, List<String> unknown) {
    if (schema.path("properties").isObject()) {
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        field(path + "." + each.getKey(), each.getKey(), each.getValue(), schema, unknown);
      }
    } else if (schema.path("additionalProperties").isObject()) {
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        String inner = path + "." + each.getKey();
        walk(inner, each.getValue(), schema.get("additionalProperties"), unknown);
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        walk(path + "[" + i + "]", value.get(i), schema.path("items"), unknown);
      }
    }
  }

  private static void field(
      String path, String name, JsonNode value, JsonNode schema, List<String> unknown) {
    JsonNode own = schema.path("properties").path(name);
    if (own.isObject()) {
      walk(path, value, own, unknown);
    } else if (!schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      unknown.add(path);
    }
  }
}
