package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The values {@code in-<name>.yaml} become the objects {@code out-<name>.yaml}. After a change that
 * is meant, run the test with {@code -Dchart.write=true}, and read the difference before it is
 * committed.
 */
class ChartGoldenTest {
  private static final Path CASES = Path.of("src/test/resources/chart");
  private static final String WRITE =
      "mvn -pl e2e -am test -Dtest=ChartGoldenTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dchart.write=true";

  /** HelmChartTest compares it with the definitions themselves. */
  private static final Pattern DEFINITION =
      Pattern.compile("(kind: CustomResourceDefinition\n.*?\n)spec:\n.*", Pattern.DOTALL);

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("in-"))
          .map(name -> name.substring("in-".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rendersTheObjects(String name) throws IOException {
    String rendered =
        String.join(
            "---\n",
            Chart.documents(Chart.render(CASES.resolve("in-" + name))).stream()
                .map(ChartGoldenTest::withoutSchema)
                .toList());
    Path out = CASES.resolve("out-" + name);
    if (Boolean.getBoolean("chart.write")) {
      Files.writeString(out, rendered);
    }

    assertThat(rendered).as("to write the file: %s", WRITE).isEqualTo(Files.readString(out));
  }

  @Test
  void everyFileIsPartOfACase() throws IOException {
    List<String> expected =
        cases().flatMap(name -> Stream.of("in-" + name, "out-" + name)).sorted().toList();
    try (Stream<Path> files = Files.list(CASES)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void theCaseOfEverythingSetsEveryValue() throws IOException {
    Set<String> set = Chart.values(CASES.resolve("in-everything.yaml")).keySet();

    assertThat(set).containsAll(Chart.values(Chart.FOLDER.resolve("values.yaml")).keySet());
  }

  private static String withoutSchema(String document) {
    Matcher definition = DEFINITION.matcher(document);
    return definition.replaceFirst("$1# Its spec is that of the file in crds.\n");
  }
}
