package io.proxpanel.backup.api.v1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the definitions under {@code crds/} of the types. What the generator cannot say about a
 * whole definition is said here; what it cannot say about a field, in {@link SchemaFinish}.
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

  /**
   * In the order that a line is read: did it work, how large, how long, how old, why not. The
   * message is long, so that nothing stands behind it.
   */
  private static final List<String> COLUMNS =
      List.of(
          "FREQUENCY",
          "AT",
          "LAST SUCCESS",
          "NEXT",
          "KEPT",
          "HEALTHY",
          "PHASE",
          "TYPE",
          "ROUTERS",
          "CHANGED",
          "FROM",
          "INTO",
          "SIZE",
          "DURATION",
          "AGE",
          "LAST BACKUP",
          "TENANTS",
          "FAILURES",
          "MISSED",
          "SUSPENDED",
          "SCHEDULE",
          "TENANT",
          "COPIES",
          "FILE",
          "FORMAT",
          "KEY ORDER",
          "SERVER",
          "KEPT BECAUSE",
          "MESSAGE");

  /**
   * Deleting a definition deletes all resources of its kind. Argo CD and Flux delete what is no
   * longer in the repository; with these they leave definitions alone.
   */
  private static final Map<String, String> NEVER_PRUNED =
      new TreeMap<>(
          Map.of(
              "argocd.argoproj.io/sync-options", "Delete=false,Prune=false",
              "kustomize.toolkit.fluxcd.io/prune", "disabled"));

  private static final int NOT_OBSERVED = -1;

  private CrdWriter() {}

  /** File name to content. */
  static Map<String, String> generate(Path scratch) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Class<?> type :
        List.of(Backup.class, BackupSchedule.class, MikrotikBackup.class, Restore.class)) {
      ObjectNode crd = generate(type, scratch);
      finish(crd, type);
      files.put(
          crd.at("/metadata/name").asText() + ".yaml",
          "# Generated from operator/api; see crds/README.md.\n" + YAML.writeValueAsString(crd));
    }
    return files;
  }

  @SuppressWarnings("unchecked")
  private static ObjectNode generate(Class<?> type, Path scratch) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve(type.getSimpleName()));
    var info =
        new CRDGenerator()
            .customResourceClasses(
                (Class<? extends io.fabric8.kubernetes.api.model.HasMetadata>) type)
            .forCRDVersions("v1")
            .inOutputDir(folder.toFile())
            .detailedGenerate();
    String name = info.getCRDDetailsPerNameAndVersion().keySet().iterator().next();
    return (ObjectNode) read(Path.of(info.getCRDInfos(name).get("v1").getFilePath()));
  }

  private static void finish(ObjectNode crd, Class<?> type) {
    ObjectNode annotations = ((ObjectNode) crd.get("metadata")).putObject("annotations");
    NEVER_PRUNED.forEach(annotations::put);
    ObjectNode version = (ObjectNode) crd.at("/spec/versions/0");
    orderColumns(version);
    ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    schema.put("description", type.getAnnotation(JsonClassDescription.class).value());
    schema.putArray("required").add("spec");
    new SchemaFinish().finish(type, schema);
    // Nobody takes one for done that the operator has not seen yet.
    ((ObjectNode) schema.at("/properties/status"))
        .putObject("default")
        .put("observedGeneration", NOT_OBSERVED);
    if (type == BackupSchedule.class) {
      JsonNode made = schema.at("/properties/spec/properties");
      finishTemplate((ObjectNode) made.get("backup"), "database", "destinations");
      finishTemplate((ObjectNode) made.get("mikrotik"), "destinations");
    }
    ((ObjectNode) version.get("schema"))
        .set("openAPIV3Schema", SchemaFinish.inReadingOrder(schema));
  }

  /** What a schedule makes belongs to that schedule, so nothing is taken from another. */
  private static void finishTemplate(ObjectNode backup, String... required) {
    ((ObjectNode) backup.get("properties")).remove("fromSchedule");
    ArrayNode rules = (ArrayNode) backup.get("x-kubernetes-validations");
    for (Iterator<JsonNode> each = rules.iterator(); each.hasNext(); ) {
      if (each.next().get("rule").asText().contains("fromSchedule")) {
        each.remove();
      }
    }
    ArrayNode names = backup.putArray("required");
    List.of(required).forEach(names::add);
    for (JsonNode field : backup.get("properties")) {
      // A Backup cannot change; what the next ones are made of can.
      String text = field.get("description").asText().replace(" Cannot change after creation.", "");
      ((ObjectNode) field).put("description", text);
    }
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

  /** A definition as it is committed. */
  static JsonNode read(Path file) throws IOException {
    return YAML.readTree(Files.readString(file, StandardCharsets.UTF_8));
  }
}
