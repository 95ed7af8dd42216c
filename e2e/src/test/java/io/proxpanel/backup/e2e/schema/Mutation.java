package io.proxpanel.backup.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A valid resource with one value just past a bound of its schema.
 *
 * @param name kind, field and bound
 * @param resource the resource
 * @param expected what the server says about it, in pieces
 */
record Mutation(String name, JsonNode resource, List<String> expected) {
  @Override
  public String toString() {
    return name;
  }

  /** One for each bound of each field that the valid resource has. */
  static List<Mutation> of(JsonNode valid) {
    Maker maker = new Maker(valid);
    JsonNode schema = Definitions.schema(valid.get("kind").asText()).at("/properties/spec");
    maker.visit("/spec", "spec", schema);
    return maker.made;
  }

  /** Walks schema and resource together. */
  private static final class Maker {
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

    private final JsonNode valid;
    private final List<Mutation> made = new ArrayList<>();

    Maker(JsonNode valid) {
      this.valid = valid;
    }

    private void visit(String pointer, String path, JsonNode schema) {
      JsonNode value = valid.at(pointer);
      if (value.isMissingNode()) {
        return;
      }
      switch (schema.path("type").asText()) {
        case "string" -> text(pointer, path, schema);
        case "integer" -> number(pointer, path, schema);
        case "array" -> list(pointer, path, schema, value);
        case "object" -> object(pointer, path, schema);
        default -> {
          // An amount: an integer or a string, bounded by a rule.
        }
      }
    }

    private void text(String pointer, String path, JsonNode schema) {
      if (schema.has("maxLength")) {
        int most = schema.get("maxLength").asInt();
        replace(
            pointer, path, "maxLength", NEW.textNode("a".repeat(most + 1)), "more than " + most);
      }
      if (schema.has("minLength")) {
        replace(pointer, path, "minLength", NEW.textNode(""), "at least 1 chars long");
      }
      if (schema.has("enum")) {
        replace(pointer, path, "enum", NEW.textNode("Nonsense"), "Unsupported value: \"Nonsense\"");
      }
    }

    private void number(String pointer, String path, JsonNode schema) {
      if (schema.has("maximum")) {
        long most = schema.get("maximum").asLong();
        replace(
            pointer, path, "maximum", NEW.numberNode(most + 1), "less than or equal to " + most);
      }
      if (schema.has("minimum")) {
        long least = schema.get("minimum").asLong();
        replace(
            pointer,
            path,
            "minimum",
            NEW.numberNode(least - 1),
            "greater than or equal to " + least);
      }
    }

    private void list(String pointer, String path, JsonNode schema, JsonNode value) {
      int most = schema.get("maxItems").asInt();
      ArrayNode tooMany = NEW.arrayNode();
      for (int i = 0; i <= most; i++) {
        JsonNode element = value.get(0).deepCopy();
        if (schema.has("x-kubernetes-list-map-keys")) {
          ((ObjectNode) element).put("name", "element-" + i);
        }
        tooMany.add(element);
      }
      replace(pointer, path, "maxItems", tooMany, "must have at most " + most + " item");
      if (schema.has("minItems")) {
        replace(pointer, path, "minItems", NEW.arrayNode(), "should have at least 1 items");
      }
      if (schema.has("x-kubernetes-list-map-keys") && most > 1) {
        ArrayNode twice = NEW.arrayNode().add(value.get(0)).add(value.get(0));
        replace(pointer, path + "[1]", "list-map-keys", twice, "Duplicate value");
      }
      visit(pointer + "/0", path + "[0]", schema.get("items"));
    }

    private void object(String pointer, String path, JsonNode schema) {
      if (schema.has("maxProperties")) {
        map(pointer, path, schema);
        return;
      }
      for (JsonNode required : schema.path("required")) {
        String name = required.asText();
        mutate(
            pointer,
            path + "." + name,
            "required",
            object -> object.remove(name),
            "Required value");
      }
      made.add(
          new Mutation(
              label(path + ".nonsense", "unknown"),
              changed(pointer, object -> object.put("nonsense", 1)),
              List.of("unknown field \"" + path + ".nonsense\"")));
      for (Map.Entry<String, JsonNode> each : schema.path("properties").properties()) {
        visit(pointer + "/" + each.getKey(), path + "." + each.getKey(), each.getValue());
      }
    }

    private void map(String pointer, String path, JsonNode schema) {
      int most = schema.get("maxProperties").asInt();
      ObjectNode tooMany = NEW.objectNode();
      for (int i = 0; i <= most; i++) {
        tooMany.put("key-" + i, "1");
      }
      replace(pointer, path, "maxProperties", tooMany, "must have at most " + most + " items");
      String some = valid.at(pointer).fieldNames().next();
      int longest = schema.at("/additionalProperties/maxLength").asInt();
      if (longest > 0) {
        mutate(
            pointer,
            path + "." + some,
            "maxLength",
            object -> object.put(some, "1".repeat(longest + 1)),
            "more than " + longest);
      }
    }

    private void replace(
        String pointer, String path, String bound, JsonNode value, String expected) {
      int slash = pointer.lastIndexOf('/');
      String last = pointer.substring(slash + 1);
      String parent = pointer.substring(0, slash);
      JsonNode copy = valid.deepCopy();
      if (copy.at(parent) instanceof ArrayNode array) {
        array.set(Integer.parseInt(last), value);
      } else {
        ((ObjectNode) copy.at(parent)).set(last, value);
      }
      made.add(new Mutation(label(path, bound), copy, List.of(path + ": ", expected)));
    }

    private void mutate(
        String pointer, String path, String bound, Consumer<ObjectNode> change, String expected) {
      made.add(
          new Mutation(
              label(path, bound), changed(pointer, change), List.of(path + ": ", expected)));
    }

    private JsonNode changed(String pointer, Consumer<ObjectNode> change) {
      JsonNode copy = valid.deepCopy();
      change.accept((ObjectNode) copy.at(pointer));
      return copy;
    }

    private String label(String path, String bound) {
      return valid.get("kind").asText() + " " + path + " " + bound;
    }
  }
}
