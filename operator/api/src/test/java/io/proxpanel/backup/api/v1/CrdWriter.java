package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes the definitions under {@code crds/} of the types, and mends what the generator cannot say.
 */
final class CrdWriter {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build());

  /** In the order that a line is read: did it work, how large, how long, how old, why not. */
  private static final List<String> COLUMNS =
      List.of(
          "PHASE",
          "FROM",
          "INTO",
          "SIZE",
          "DURATION",
          "AGE",
          "MESSAGE",
          "FILE",
          "FORMAT",
          "KEYORDER",
          "SERVER");

  private static final Map<String, String> ROOT_DESCRIPTIONS =
      Map.of(
          "Backup",
          "One backup of one database: a run that happens once, and the file that it leaves.",
          "Restore",
          "Brings one backup back into one database. Runs once, whatever applies it again.");

  private CrdWriter() {}

  /** File name to content. */
  static Map<String, String> generate(Path scratch) throws IOException {
    new CRDGenerator()
        .customResourceClasses(List.of(Backup.class, Restore.class))
        .forCRDVersions("v1")
        .inOutputDir(scratch.toFile())
        .generate();
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> generated = Files.list(scratch)) {
      for (Path file : generated.sorted().toList()) {
        ObjectNode crd = (ObjectNode) YAML.readTree(Files.readString(file));
        mend(crd);
        files.put(
            crd.at("/metadata/name").asText() + ".yaml",
            "# Generated from operator/api; see crds/README.md.\n" + YAML.writeValueAsString(crd));
      }
    }
    return files;
  }

  private static void mend(ObjectNode crd) {
    ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
    orderColumns(version);
    ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    String kind = crd.at("/spec/names/kind").asText();
    schema.put("description", ROOT_DESCRIPTIONS.get(kind));
    ((ObjectNode) schema.at("/properties/spec")).put("description", "What is asked for.");
    ((ObjectNode) schema.at("/properties/status"))
        .put("description", "How it stands. Written by the operator only.");
    schema.putArray("required").add("spec");
    mendConditions((ObjectNode) schema.at("/properties/status/properties/conditions"));
    mendTree(schema);
  }

  private static void orderColumns(ObjectNode version) {
    ArrayNode columns = (ArrayNode) version.get("additionalPrinterColumns");
    List<JsonNode> all = new ArrayList<>();
    columns.forEach(all::add);
    all.sort(Comparator.comparingInt(CrdWriter::place));
    columns.removeAll().addAll(all);
  }

  private static int place(JsonNode column) {
    int place = COLUMNS.indexOf(column.get("name").asText());
    if (place < 0) {
      throw new IllegalStateException("no place is known for the column " + column.get("name"));
    }
    return place;
  }

  private static void mendConditions(ObjectNode conditions) {
    conditions.put("x-kubernetes-list-type", "map");
    conditions.putArray("x-kubernetes-list-map-keys").add("type");
    ObjectNode items = (ObjectNode) conditions.get("items");
    ArrayNode required = items.putArray("required");
    List.of("lastTransitionTime", "message", "reason", "status", "type").forEach(required::add);
    describe(items, "lastTransitionTime", "When the status last changed, RFC 3339.");
    describe(items, "message", "What a person should know, and do next.");
    describe(items, "observedGeneration", "Generation of the spec that the condition is about.");
    describe(items, "reason", "One word for programs.");
    describe(items, "status", "True, False or Unknown.");
    describe(items, "type", "What the condition is about.");
    ((ObjectNode) items.at("/properties/lastTransitionTime")).put("format", "date-time");
    ArrayNode values = ((ObjectNode) items.at("/properties/status")).putArray("enum");
    List.of("True", "False", "Unknown").forEach(values::add);
  }

  private static void describe(ObjectNode parent, String property, String description) {
    ((ObjectNode) parent.at("/properties/" + property)).put("description", description);
  }

  /** What has to be the same everywhere: no rule twice, whole numbers as such. */
  private static void mendTree(JsonNode node) {
    if (node.has("x-kubernetes-int-or-string")) {
      // The API server wants these word for word.
      return;
    }
    if (node instanceof ObjectNode object) {
      if (object.get("x-kubernetes-validations") instanceof ArrayNode rules) {
        removeRepetitions(rules);
      }
      if (object.path("type").asText().equals("integer")) {
        object.put("format", "int64");
      }
      for (String bound : List.of("minimum", "maximum")) {
        if (object.path(bound).isNumber()) {
          object.put(bound, object.get(bound).asLong());
        }
      }
    }
    node.forEach(CrdWriter::mendTree);
  }

  private static void removeRepetitions(ArrayNode rules) {
    Set<JsonNode> seen = new HashSet<>();
    List<JsonNode> once = new ArrayList<>();
    for (JsonNode rule : rules) {
      if (seen.add(rule)) {
        once.add(rule);
      }
    }
    rules.removeAll().addAll(once);
  }

  /** A definition as it is committed. */
  static JsonNode read(Path file) throws IOException {
    return YAML.readTree(Files.readString(file, StandardCharsets.UTF_8));
  }
}
