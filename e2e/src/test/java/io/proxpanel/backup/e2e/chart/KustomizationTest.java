package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code helm/kustomize} installs what the chart does with its default values. */
class KustomizationTest {
  private static final Path EVERYTHING = Chart.CHECKOUT.resolve("helm/kustomize");
  private static final Path OPERATOR = EVERYTHING.resolve("operator");
  private static final String WRITE =
      "mvn -pl e2e -am test -Dtest=KustomizationTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dchart.write=true";

  private static final String HEAD =
      "# Made of the chart's templates and its default values; see helm/proxpanel-backup.\n";
  private static final Pattern SOURCE = Pattern.compile("^# Source: .*/templates/(.*)\n");

  /** Labels by which Helm knows its own, which these are not. */
  private static final Pattern HELMS_LABEL =
      Pattern.compile("(?m)^ +(helm[.]sh/chart|app[.]kubernetes[.]io/managed-by): .*\n");

  private static Map<String, String> rendered;

  @BeforeAll
  static void render() throws IOException {
    rendered = new TreeMap<>();
    for (String document : Chart.documents(Chart.render(Map.of("crds.install", "false")))) {
      Matcher source = SOURCE.matcher(document);
      assertThat(source.find()).isTrue();
      String object = HELMS_LABEL.matcher(source.replaceFirst("")).replaceAll("");
      rendered.merge(source.group(1), object, (first, second) -> first + "---\n" + second);
    }
    rendered.replaceAll((file, objects) -> HEAD + objects);
    if (Boolean.getBoolean("chart.write")) {
      for (Map.Entry<String, String> file : rendered.entrySet()) {
        Files.writeString(OPERATOR.resolve(file.getKey()), file.getValue());
      }
    }
  }

  @Test
  void itsFilesAreWhatTheChartRenders() throws IOException {
    for (Map.Entry<String, String> file : rendered.entrySet()) {
      assertThat(OPERATOR.resolve(file.getKey()))
          .as("to write the files: %s", WRITE)
          .hasContent(file.getValue());
    }
    try (Stream<Path> files = Files.list(OPERATOR)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsOnlyOnceElementsOf(rendered.keySet())
          .hasSize(rendered.size() + 1)
          .contains("kustomization.yaml");
    }
  }

  @Test
  void itNamesThemAllAndChangesNothing() throws IOException {
    assertThat(kustomization(OPERATOR)).isEqualTo(List.copyOf(rendered.keySet()));
    // CrdFilesTest sees to it that crds has the chart's definitions, and names them all.
    assertThat(kustomization(EVERYTHING))
        .isEqualTo(List.of("../../crds", "namespace.yaml", "operator"));
  }

  private static Object kustomization(Path folder) throws IOException {
    Map<String, Object> values = Chart.values(folder.resolve("kustomization.yaml"));
    assertThat(values).containsOnlyKeys("apiVersion", "kind", "resources");
    return values.get("resources");
  }
}
