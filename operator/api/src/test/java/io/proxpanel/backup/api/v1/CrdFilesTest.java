package io.proxpanel.backup.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrdFilesTest {
  private static final Path CRDS = Path.of("../../crds");
  private static final String WRITE = "mvn -f operator/pom.xml -pl api -am test -Dcrds.write=true";

  /** Where the chart keeps its copies, which it installs and upgrades. */
  private static final Path CHART = Path.of("../../helm/proxpanel-backup/files/crds");

  private static Map<String, String> generated;

  @BeforeAll
  static void generate(@TempDir Path scratch) throws IOException {
    generated = CrdWriter.generate(scratch);
    if (Boolean.getBoolean("crds.write")) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(CRDS.resolve(file.getKey()), file.getValue());
        Files.writeString(CHART.resolve(file.getKey()), file.getValue());
      }
    }
  }

  @Test
  void committedDefinitionsAreThoseOfTheTypes() throws IOException {
    for (Path folder : List.of(CRDS, CHART)) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        assertThat(folder.resolve(file.getKey()))
            .as("the types have changed; to write the files: %s", WRITE)
            .hasContent(file.getValue());
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.contains(".proxpanel")))
            .containsExactlyInAnyOrderElementsOf(generated.keySet());
      }
    }
  }

  @Test
  void kustomizationNamesEveryDefinition() throws IOException {
    List<String> resources = new ArrayList<>();
    CrdWriter.read(CRDS.resolve("kustomization.yaml"))
        .get("resources")
        .forEach(resource -> resources.add(resource.asText()));

    try (Stream<Path> files = Files.list(CRDS)) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> f.contains(".proxpanel")))
          .containsExactlyInAnyOrderElementsOf(resources);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"backups", "backupschedules", "mikrotikbackups", "restores"})
  void everyFieldAndEveryElementOfAListHasADescription(String plural) throws IOException {
    List<String> missing = new ArrayList<>();

    fields(plural)
        .forEach(
            (path, field) -> {
              if (field.path("description").asText().isBlank()) {
                missing.add(path);
              }
            });

    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"backups", "backupschedules", "mikrotikbackups", "restores"})
  void everyRuleStandsOnceAndSaysWhatToWrite(String plural) throws IOException {
    fields(plural)
        .forEach(
            (path, field) -> {
              Set<String> rules = new HashSet<>();
              for (JsonNode rule : field.path("x-kubernetes-validations")) {
                assertThat(rules.add(rule.get("rule").asText())).as("%s: %s", path, rule).isTrue();
                assertThat(rule.path("message").asText()).as("%s: %s", path, rule).isNotBlank();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"backups", "backupschedules", "mikrotikbackups", "restores"})
  void whatPeopleWriteIsBounded(String plural) throws IOException {
    List<String> unbounded = new ArrayList<>();

    fields(plural)
        .forEach(
            (path, field) -> {
              String bound =
                  switch (field.path("type").asText()) {
                    case "string" -> field.has("enum") ? "enum" : "maxLength";
                    case "array" -> "maxItems";
                    case "object" ->
                        field.has("additionalProperties") ? "maxProperties" : "properties";
                    default -> "type";
                  };
              if (path.startsWith("spec") && !field.has(bound)) {
                unbounded.add(path);
              }
            });

    assertThat(unbounded).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"backups", "backupschedules", "mikrotikbackups", "restores"})
  void unknownFieldsAreNeverKept(String plural) throws IOException {
    assertThat(schema(plural).toString()).doesNotContain("preserve-unknown-fields");
    assertThat(schema(plural).path("required")).extracting(JsonNode::asText).contains("spec");
  }

  @Test
  void columnsAnswerInTheOrderThatALineIsRead() throws IOException {
    assertThat(columns("backups", 0))
        .containsExactly("PHASE", "TYPE", "SIZE", "DURATION", "AGE", "MESSAGE");
    assertThat(columns("restores", 0))
        .containsExactly("PHASE", "FROM", "INTO", "DURATION", "AGE", "MESSAGE");
    assertThat(columns("backupschedules", 0))
        .containsExactly(
            "FREQUENCY", "AT", "LAST SUCCESS", "NEXT", "KEPT", "HEALTHY", "AGE", "MESSAGE");
    assertThat(columns("backups", 1))
        .containsExactly(
            "SCHEDULE",
            "TENANT",
            "COPIES",
            "FILE",
            "FORMAT",
            "KEY ORDER",
            "SERVER",
            "KEPT BECAUSE");
    assertThat(columns("backupschedules", 1))
        .containsExactly("LAST BACKUP", "TENANTS", "FAILURES", "MISSED", "SUSPENDED");
    assertThat(columns("mikrotikbackups", 0))
        .containsExactly("PHASE", "ROUTERS", "CHANGED", "SIZE", "DURATION", "AGE", "MESSAGE");
    assertThat(columns("mikrotikbackups", 1))
        .containsExactly("SCHEDULE", "COPIES", "FILE", "KEPT BECAUSE");
    assertThat(columns("restores", 1)).containsExactly("FILE", "FORMAT", "SERVER");
  }

  private static List<String> columns(String plural, int priority) throws IOException {
    List<String> names = new ArrayList<>();
    crd(plural)
        .at("/spec/versions/0/additionalPrinterColumns")
        .forEach(
            column -> {
              if (column.path("priority").asInt() == priority) {
                names.add(column.get("name").asText());
              }
            });
    return names;
  }

  private static JsonNode crd(String plural) throws IOException {
    return CrdWriter.read(CRDS.resolve(plural + ".backup.proxpanel.io.yaml"));
  }

  private static JsonNode schema(String plural) throws IOException {
    return crd(plural).at("/spec/versions/0/schema/openAPIV3Schema");
  }

  /** Every field by its path, the root as the empty one; an element of a list ends in []. */
  private static Map<String, JsonNode> fields(String plural) throws IOException {
    Map<String, JsonNode> found = new TreeMap<>();
    collect("", schema(plural), found);
    return found;
  }

  private static void collect(String path, JsonNode field, Map<String, JsonNode> found) {
    found.put(path, field);
    if (field.at("/items/properties").isObject()) {
      collect(path + "[]", field.get("items"), found);
    }
    for (Map.Entry<String, JsonNode> each : field.path("properties").properties()) {
      collect(path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue(), found);
    }
  }
}
