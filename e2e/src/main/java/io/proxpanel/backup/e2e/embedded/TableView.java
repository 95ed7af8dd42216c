package io.proxpanel.backup.e2e.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Objects as the table that {@code kubectl get} prints, by the type's printer columns. */
final class TableView {
  private final Clock clock;

  TableView(Clock clock) {
    this.clock = clock;
  }

  /** A {@code meta.k8s.io/v1} Table of these objects. */
  ObjectNode table(ResourceType type, List<JsonNode> objects, String version) {
    ObjectNode table = JsonNodeFactory.instance.objectNode();
    table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata").put("resourceVersion", version);
    ArrayNode columns = table.putArray("columnDefinitions");
    column(columns, "Name", "string", "name", 0);
    if (type.columns().isArray()) {
      for (JsonNode column : type.columns()) {
        column(
            columns,
            column.path("name").asText(),
            column.path("type").asText(),
            "",
            column.path("priority").asInt());
      }
    } else {
      column(columns, "Age", "date", "", 0);
    }
    ArrayNode rows = table.putArray("rows");
    objects.forEach(object -> row(rows.addObject(), type, object));
    return table;
  }

  private static void column(
      ArrayNode columns, String name, String type, String format, int priority) {
    columns
        .addObject()
        .put("name", name)
        .put("type", type)
        .put("format", format)
        .put("description", "")
        .put("priority", priority);
  }

  private void row(ObjectNode row, ResourceType type, JsonNode object) {
    ArrayNode cells = row.putArray("cells").add(ObjectStore.text(object, "name"));
    if (type.columns().isArray()) {
      for (JsonNode column : type.columns()) {
        cells.add(cell(object, column.path("jsonPath").asText(), column.path("type").asText()));
      }
    } else {
      cells.add(cell(object, ".metadata.creationTimestamp", "date"));
    }
    ObjectNode metadata = row.putObject("object");
    metadata.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    metadata.set("metadata", object.path("metadata"));
  }

  private JsonNode cell(JsonNode object, String jsonPath, String type) {
    JsonNode value = object.at(jsonPath.replace('.', '/'));
    if (value.isMissingNode() || value.isNull()) {
      return JsonNodeFactory.instance.nullNode();
    }
    if ("date".equals(type)) {
      Duration age = Duration.between(Instant.parse(value.asText()), clock.instant());
      return JsonNodeFactory.instance.textNode(age(age));
    }
    return value.isTextual() || value.isNumber()
        ? value
        : JsonNodeFactory.instance.textNode(value.toString());
  }

  /** As kubectl writes ages: two units while the first is small. */
  static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (minutes < 2) {
      return seconds + "s";
    }
    if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    }
    if (hours < 3) {
      return minutes + "m";
    }
    if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    return days < 8 ? two(days, "d", hours % 24, "h") : days + "d";
  }

  private static String two(long first, String firstUnit, long second, String secondUnit) {
    return second == 0 ? first + firstUnit : first + firstUnit + second + secondUnit;
  }
}
