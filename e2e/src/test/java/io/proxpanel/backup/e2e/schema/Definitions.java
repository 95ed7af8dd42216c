package io.proxpanel.backup.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Our definitions as they are committed. */
final class Definitions {
  /** Reads YAML and JSON. */
  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** The top of the checkout, from the folder that Maven runs the tests of this module in. */
  static final Path CHECKOUT = Path.of("..");

  private static final Map<String, String> PLURALS =
      Map.of(
          "Backup",
          "backups",
          "BackupSchedule",
          "backupschedules",
          "MikrotikBackup",
          "mikrotikbackups",
          "Restore",
          "restores");

  private Definitions() {}

  /** The plural by which the API server knows the kind. */
  static String plural(String kind) {
    return PLURALS.get(kind);
  }

  /** The schema of the kind, from its root. */
  static JsonNode schema(String kind) {
    return definition(kind).at("/spec/versions/0/schema/openAPIV3Schema");
  }

  /** The definition of the kind. */
  static JsonNode definition(String kind) {
    Path file = CHECKOUT.resolve("crds").resolve(plural(kind) + ".backup.proxpanel.io.yaml");
    try {
      return YAML.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Visits every field below the path; elements of a list end in {@code []}. */
  static void visit(String path, JsonNode field, BiConsumer<String, JsonNode> visitor) {
    visitor.accept(path, field);
    if (field.path("items").isObject()) {
      visit(path + "[]", field.get("items"), visitor);
    }
    for (Map.Entry<String, JsonNode> each : field.path("properties").properties()) {
      visit(path + "." + each.getKey(), each.getValue(), visitor);
    }
  }

  /** Every field that people write, by its path. */
  static Map<String, JsonNode> writtenFields(String kind) {
    Map<String, JsonNode> found = new TreeMap<>();
    visit("spec", schema(kind).at("/properties/spec"), found::put);
    return found;
  }
}
