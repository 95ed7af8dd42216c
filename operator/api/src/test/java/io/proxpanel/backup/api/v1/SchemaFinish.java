package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks a generated schema together with the types that it is of, and says what the generator
 * leaves out: descriptions of types, the width of integers, what Kubernetes' own types mean.
 */
final class SchemaFinish {
  /** How a field of the schema is read, so that a change is found where it is looked for. */
  private static final List<String> READING_ORDER =
      List.of("description", "type", "format", "enum", "default", "items", "properties");

  private final ObjectMapper mapper = new ObjectMapper();

  /** Finishes the schema of the resource in place. */
  void finish(Class<?> resource, ObjectNode schema) {
    BeanDescription bean = describe(mapper.constructType(resource));
    for (String part : List.of("spec", "status")) {
      walk(property(bean, part).getPrimaryType(), (ObjectNode) schema.at("/properties/" + part));
    }
    onlyOnce(schema);
  }

  private void walk(JavaType type, ObjectNode schema) {
    describeType(type, schema);
    onlyOnce(schema);
    schema
        .path("x-kubernetes-validations")
        .forEach(rule -> RuleMessages.nameTheValue(schema, (ObjectNode) rule));
    if (type.isCollectionLikeType()) {
      walk(type.getContentType(), (ObjectNode) schema.get("items"));
      KubernetesTypes.finishList(type.getContentType().getRawClass(), schema);
    } else if (schema.path("type").asText().equals("integer")) {
      wholeNumber(type.getRawClass(), schema);
    } else if (schema.path("properties").isObject()) {
      walkProperties(type, schema);
      KubernetesTypes.finishObject(type.getRawClass(), schema);
      if (schema.get("required") instanceof ArrayNode required) {
        sort(required);
      }
    }
  }

  private void walkProperties(JavaType type, ObjectNode schema) {
    BeanDescription bean = describe(type);
    for (Map.Entry<String, JsonNode> each : schema.get("properties").properties()) {
      ObjectNode field = (ObjectNode) each.getValue();
      if (!field.has("description")) {
        KubernetesTypes.description(type.getRawClass(), each.getKey())
            .ifPresent(text -> field.put("description", text));
      }
      walk(property(bean, each.getKey()).getPrimaryType(), field);
    }
  }

  private static void describeType(JavaType type, ObjectNode schema) {
    JsonClassDescription own = type.getRawClass().getAnnotation(JsonClassDescription.class);
    if (own != null && !schema.has("description")) {
      schema.put("description", own.value());
    }
  }

  private static void wholeNumber(Class<?> type, ObjectNode schema) {
    schema.put("format", type == Long.class || type == long.class ? "int64" : "int32");
    for (String bound : List.of("minimum", "maximum")) {
      if (schema.has(bound)) {
        schema.put(bound, schema.get(bound).asLong());
      }
    }
  }

  /** The generator finds the rules of a record's component twice. */
  private static void onlyOnce(ObjectNode schema) {
    if (schema.get("x-kubernetes-validations") instanceof ArrayNode rules) {
      Set<JsonNode> once = new LinkedHashSet<>();
      rules.forEach(once::add);
      rules.removeAll().addAll(once);
    }
  }

  private static void sort(ArrayNode names) {
    List<String> sorted = new ArrayList<>();
    names.forEach(name -> sorted.add(name.asText()));
    sorted.sort(null);
    names.removeAll();
    sorted.forEach(names::add);
  }

  private BeanDescription describe(JavaType type) {
    return mapper.getSerializationConfig().introspect(type);
  }

  private static BeanPropertyDefinition property(BeanDescription bean, String name) {
    return bean.findProperties().stream()
        .filter(property -> property.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException(bean.getBeanClass() + " has no property " + name));
  }

  /** The same schema with what a field means first and what it must obey last. */
  static JsonNode inReadingOrder(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode ordered = JsonNodeFactory.instance.arrayNode();
      array.forEach(each -> ordered.add(inReadingOrder(each)));
      return ordered;
    }
    if (!(node instanceof ObjectNode)) {
      return node;
    }
    boolean isSchema = node.has("type") && node.get("type").isTextual();
    Set<String> names = new LinkedHashSet<>(isSchema ? READING_ORDER : List.of());
    node.fieldNames().forEachRemaining(names::add);
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    for (String name : names) {
      if (node.has(name)) {
        ordered.set(name, inReadingOrder(node.get(name)));
      }
    }
    return ordered;
  }
}
