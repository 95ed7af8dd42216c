package io.proxpanel.backup.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrdFilesTest {
  private static final Path CRDS = Path.of("../../crds");
  private static final String WRITE = "mvn -f operator/pom.xml -pl api -am test -Dcrds.write=true";

  /** Where the chart keeps its copies, which it installs and upgrades. */
  private static final Path CHART = Path.of("../../helm/proxpanel-backup/files/crds");

  @TempDir Path scratch;

  @Test
  void committedDefinitionsAreThoseOfTheTypes() throws IOException {
    Map<String, String> generated = CrdWriter.generate(scratch);
    if (Boolean.getBoolean("crds.write")) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(CRDS.resolve(file.getKey()), file.getValue());
        Files.writeString(CHART.resolve(file.getKey()), file.getValue());
      }
    }
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

  @ParameterizedTest
  @ValueSource(strings = {"backups", "restores"})
  void everyFieldOfOursHasADescription(String plural) throws IOException {
    JsonNode schema =
        CrdWriter.read(CRDS.resolve(plural + ".backup.proxpanel.io.yaml"))
            .at("/spec/versions/0/schema/openAPIV3Schema");
    List<String> missing = new ArrayList<>();

    collectMissing("spec", schema.at("/properties/spec"), missing);
    collectMissing("status", schema.at("/properties/status"), missing);

    assertThat(missing).isEmpty();
  }

  /** Kubernetes' own types below jobTemplate are described by Kubernetes' documentation. */
  private static void collectMissing(String path, JsonNode node, List<String> missing) {
    if (node.path("description").asText().isBlank()) {
      missing.add(path);
    }
    if (path.matches("spec\\.jobTemplate\\..*")) {
      return;
    }
    JsonNode fields = node.has("items") ? node.at("/items/properties") : node.path("properties");
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      collectMissing(path + "." + field.getKey(), field.getValue(), missing);
    }
  }

  @Test
  void columnsAnswerInTheOrderThatALineIsRead() throws IOException {
    assertThat(columns("backups", 0))
        .containsExactly("PHASE", "SIZE", "DURATION", "AGE", "MESSAGE");
    assertThat(columns("restores", 0))
        .containsExactly("PHASE", "FROM", "INTO", "DURATION", "AGE", "MESSAGE");
  }

  private static List<String> columns(String plural, int priority) throws IOException {
    List<String> names = new ArrayList<>();
    CrdWriter.read(CRDS.resolve(plural + ".backup.proxpanel.io.yaml"))
        .at("/spec/versions/0/additionalPrinterColumns")
        .forEach(
            column -> {
              if (column.path("priority").asInt() == priority) {
                names.add(column.get("name").asText());
              }
            });
    return names;
  }
}
