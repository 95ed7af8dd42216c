package io.proxpanel.backup.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code helm/proxpanel-backup/README.md} says what is so. */
class ChartReadmeTest {
  private static final String WRITE =
      "mvn -pl e2e -am test -Dtest=ChartReadmeTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Ddocs.write=true";
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

  private static Map<String, String> tables;

  @BeforeAll
  static void makeTables() throws IOException {
    tables = ChartTables.all();
    if (Boolean.getBoolean("docs.write")) {
      String text = text();
      for (Map.Entry<String, String> each : tables.entrySet()) {
        text =
            marked(each.getKey())
                .matcher(text)
                .replaceFirst("$1" + Matcher.quoteReplacement(each.getValue() + "\n\n") + "$3");
      }
      Files.writeString(ChartReadme.FILE, text);
    }
  }

  @Test
  void itsTablesAreThoseOfTheValuesAndTheRoles() throws IOException {
    String text = text();

    tables.forEach(
        (name, table) -> {
          Matcher matcher = marked(name).matcher(text);
          assertThat(matcher.find()).as("the marker made: %s", name).isTrue();
          assertThat(matcher.group(2).strip())
              .as("to write the tables: %s", WRITE)
              .isEqualTo(table);
        });
  }

  @Test
  void everyValueHasACommentOrIsPartOfOneThatHas() throws IOException {
    Set<String> described = ChartTables.comments().keySet();

    assertThat(Chart.values(Chart.FOLDER.resolve("values.yaml")))
        .allSatisfy(
            (name, value) -> {
              boolean holdsOthers = value instanceof Map<?, ?> map && !map.isEmpty();
              assertThat(described)
                  .as(name)
                  .anyMatch(
                      each ->
                          name.equals(each)
                              || name.startsWith(each + ".")
                              || (holdsOthers && each.startsWith(name + ".")));
            });
  }

  /** ChartLifecycleE2E, ChartE2E, RolesE2E and KustomizationE2E run what these show. */
  @Test
  void itsCommandsAreThoseThatTestsRun() throws IOException {
    assertThat(ChartReadme.commands().keySet())
        .containsExactly(
            "Installing",
            "Upgrading",
            "Uninstalling",
            "Several replicas",
            "Some namespaces only",
            "A private registry",
            "Network policy",
            "Roles for people",
            "Secrets that Jobs may have",
            "Without Helm");
    assertThat(ChartReadme.yaml()).hasSize(1);
  }

  @Test
  void itIsInstalledAsTheReadmeOfTheProjectSays() throws IOException {
    assertThat(Files.readString(Chart.CHECKOUT.resolve("README.md")))
        .contains("    " + ChartReadme.commands().get("Installing").get(0) + "\n");
  }

  @Test
  void itsLinksLeadSomewhere() throws IOException {
    List<String> links = LINK.matcher(text()).results().map(each -> each.group(1)).toList();

    assertThat(links)
        .isNotEmpty()
        .allSatisfy(link -> assertThat(Chart.FOLDER.resolve(link)).exists());
  }

  private static String text() throws IOException {
    return Files.readString(ChartReadme.FILE);
  }

  private static Pattern marked(String name) {
    return Pattern.compile(
        "(<!-- made: " + name + " -->\\n\\n)((?:(?!<!--).)*)(<!-- end -->)", Pattern.DOTALL);
  }
}
