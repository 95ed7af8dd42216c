package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is wrong with an object by the schema of its kind, in the words of a real API server: all
 * that a schema can say but rules in CEL ({@code x-kubernetes-validations}), which are not looked
 * at.
 */
final class SchemaCheck {
  private static final Set<String> ALWAYS = Set.of("apiVersion", "kind", "metadata");

  private final List<Mistake> mistakes = new ArrayList<>();

  private SchemaCheck() {}

  /**
   * One thing that is wrong.
   *
   * @param reason as in the causes of a Status
   * @param field path from the root
   * @param message what a person is told after the field
   */
  record Mistake(String reason, String field, String message) {
    @Override
    public String toString() {
      return field + ": " + message;
    }
  }

  /** All mistakes; none where the schema is missing. */
  static List<Mistake> of(JsonNode schema, ObjectNode object) {
    SchemaCheck check = new SchemaCheck();
    if (schema.isObject()) {
      ObjectNode own = object.deepCopy();
      own.remove(ALWAYS);
      check.walk("", own, schema);
    }
    return List.copyOf(check.mistakes);
  }

  private void walk(String path, JsonNode value, JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      if (value.isTextual()) {
        string(path, value.asText(), schema);
      } else if (!value.isIntegralNumber()) {
        type(path, value, "integer,string");
      }
      return;
    }
    String wanted = schema.path("type").asText();
    if (!isA(wanted, value)) {
      type(path, value, wanted);
      return;
    }
    supported(path, value, schema);
    switch (wanted) {
      case "object" -> object(path, value, schema);
      case "array" -> array(path, value, schema);
      case "string" -> string(path, value.asText(), schema);
      case "integer", "number" -> number(path, value, schema);
      default -> {
        // a boolean cannot be wrong
      }
    }
  }

  private static boolean isA(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> true;
    };
  }

  private void type(String path, JsonNode value, String wanted) {
    String is =
        value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase(Locale.ROOT);
    add(
        "FieldValueTypeInvalid",
        path,
        "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
            .formatted(is, path, wanted, is));
  }

  private void supported(String path, JsonNode value, JsonNode schema) {
    JsonNode allowed = schema.path("enum");
    if (allowed.isArray() && allowed.valueStream().noneMatch(value::equals)) {
      String all = allowed.valueStream().map(JsonNode::toString).collect(Collectors.joining(", "));
      add(
          "FieldValueNotSupported",
          path,
          "Unsupported value: " + value + ": supported values: " + all);
    }
  }

  private void object(String path, JsonNode value, JsonNode schema) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        add("FieldValueRequired", child(path, name.asText()), "Required value");
      }
    }
    most(path, value.size(), schema, "maxProperties");
    JsonNode properties = schema.path("properties");
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      JsonNode own = properties.path(each.getKey());
      JsonNode inner = own.isObject() ? own : others;
      if (inner.isObject()) {
        walk(child(path, each.getKey()), each.getValue(), inner);
      }
    }
  }

  private void array(String path, JsonNode value, JsonNode schema) {
    most(path, value.size(), schema, "maxItems");
    int least = schema.path("minItems").asInt();
    if (value.size() < least) {
      add(
          "FieldValueInvalid",
          path,
          "Invalid value: %d: %s in body should have at least %d items"
              .formatted(value.size(), path, least));
    }
    Set<JsonNode> keys = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      String element = path + "[" + i + "]";
      walk(element, value.get(i), schema.path("items"));
      JsonNode key = key(value.get(i), schema);
      if (key != null && !keys.add(key)) {
        add("FieldValueDuplicate", element, "Duplicate value: " + key);
      }
    }
  }

  /** What must be different in each element of the list; null where nothing must. */
  private static JsonNode key(JsonNode element, JsonNode schema) {
    return switch (schema.path("x-kubernetes-list-type").asText()) {
      case "set" -> element;
      case "map" -> {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : schema.path("x-kubernetes-list-map-keys")) {
          key.set(name.asText(), element.path(name.asText()));
        }
        yield key;
      }
      default -> null;
    };
  }

  private void string(String path, String value, JsonNode schema) {
    int length = value.codePointCount(0, value.length());
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (length > most) {
      add("FieldValueTooLong", path, "Too long: may not be more than " + most + " bytes");
    }
    int least = schema.path("minLength").asInt();
    if (length < least) {
      invalid(path, value, "should be at least " + least + " chars long");
    }
    String pattern = schema.path("pattern").asText();
    if (!Pattern.compile(pattern).matcher(value).find()) {
      invalid(path, value, "should match '" + pattern + "'");
    }
    if ("date-time".equals(schema.path("format").asText()) && !isTime(value)) {
      invalid(path, value, "must be of type date-time: \"" + value + "\"");
    }
  }

  private static boolean isTime(String value) {
    try {
      return OffsetDateTime.parse(value).getYear() >= 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private void invalid(String path, String value, String why) {
    JsonNode quoted = JsonNodeFactory.instance.textNode(value);
    add("FieldValueInvalid", path, "Invalid value: %s: %s in body %s".formatted(quoted, path, why));
  }

  private void number(String path, JsonNode value, JsonNode schema) {
    JsonNode least = schema.path("minimum");
    if (least.isNumber() && value.asDouble() < least.asDouble()) {
      beyond(path, value, "greater than or equal to " + least);
    }
    JsonNode most = schema.path("maximum");
    if (most.isNumber() && value.asDouble() > most.asDouble()) {
      beyond(path, value, "less than or equal to " + most);
    }
  }

  private void beyond(String path, JsonNode value, String bound) {
    add(
        "FieldValueInvalid",
        path,
        "Invalid value: %s: %s in body should be %s".formatted(value, path, bound));
  }

  private void most(String path, int size, JsonNode schema, String keyword) {
    int most = schema.path(keyword).asInt(Integer.MAX_VALUE);
    if (size > most) {
      add(
          "FieldValueTooMany",
          path,
          "Too many: %d: must have at most %d items".formatted(size, most));
    }
  }

  private void add(String reason, String path, String message) {
    mistakes.add(new Mistake(reason, path, message));
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
