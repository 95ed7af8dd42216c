package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an API server does with the schema of a custom resource besides checking it: fields that are
 * missing get their defaults, and fields that the schema does not know are dropped.
 */
final class SchemaDefaults {
  private static final List<String> ALWAYS = List.of("apiVersion", "kind", "metadata");

  private final JsonNode schema;

  /** Takes {@code openAPIV3Schema}; a missing one does nothing. */
  SchemaDefaults(JsonNode schema) {
    this.schema = schema;
  }

  /** Changes the object in place. */
  void apply(ObjectNode object) {
    if (schema.isObject()) {
      JsonNode properties = schema.path("properties");
      for (Map.Entry<String, JsonNode> each : properties.properties()) {
        if (!ALWAYS.contains(each.getKey())) {
          field(object, each.getKey(), each.getValue());
        }
      }
      prune(object, properties, ALWAYS);
    }
  }

  private static void walk(JsonNode node, JsonNode schema) {
    if (node instanceof ObjectNode object) {
      JsonNode properties = schema.path("properties");
      JsonNode others = schema.path("additionalProperties");
      for (Map.Entry<String, JsonNode> each : properties.properties()) {
        field(object, each.getKey(), each.getValue());
      }
      if (others.isObject()) {
        object.forEach(value -> walk(value, others));
      } else if (properties.isObject()
          && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        prune(object, properties, List.of());
      }
    } else if (node.isArray()) {
      node.forEach(element -> walk(element, schema.path("items")));
    }
  }

  private static void field(ObjectNode object, String name, JsonNode schema) {
    JsonNode value = object.get(name);
    if (value != null && value.isNull() && !schema.path("nullable").asBoolean()) {
      object.remove(name);
      value = null;
    }
    if (value == null && schema.has("default")) {
      object.set(name, schema.get("default").deepCopy());
    }
    if (object.has(name)) {
      walk(object.get(name), schema);
    }
  }

  private static void prune(ObjectNode object, JsonNode properties, List<String> kept) {
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      if (!properties.has(each.getKey()) && !kept.contains(each.getKey())) {
        unknown.add(each.getKey());
      }
    }
    object.remove(unknown);
  }
}
