package io.proxpanel.backup.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code crds/README.md} says what is so. */
class ApiReadmeTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final Path README = CHECKOUT.resolve("crds/README.md");
  private static final Path EXAMPLES = Path.of("src/test/resources/examples");
  private static final String WRITE =
      "mvn -pl e2e -am test -Dtest=ApiReadmeTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Ddocs.write=true";

  private static final Pattern YAML_BLOCK =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private static Map<String, String> tables;

  @BeforeAll
  static void makeTables() throws IOException {
    tables = new ApiTables(CHECKOUT).all();
    if (Boolean.getBoolean("docs.write")) {
      String text = Files.readString(README);
      for (Map.Entry<String, String> each : tables.entrySet()) {
        text =
            marked(each.getKey())
                .matcher(text)
                .replaceFirst("$1" + Matcher.quoteReplacement(each.getValue()) + "$3");
      }
      Files.writeString(README, text);
    }
  }

  @Test
  void itsTablesAreThoseOfDefinitionsAndSources() throws IOException {
    String text = Files.readString(README);

    tables.forEach(
        (name, table) -> {
          Matcher matcher = marked(name).matcher(text);
          assertThat(matcher.find()).as("the marker made: %s", name).isTrue();
          assertThat(matcher.group(2)).as("to write the tables: %s", WRITE).isEqualTo(table);
        });
  }

  @Test
  void itListsEveryErrorCodeWithItsMeaning() throws IOException {
    assertThat(tables.get("error-codes")).doesNotContain("null");
    assertThat(Files.readString(README))
        .contains(Stream.of(ErrorCode.values()).map(code -> "| `" + code + "` | ").toList());
  }

  @Test
  void whatItShowsAsYamlIsAnExampleThatATestApplies() throws IOException {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.toList()) {
        examples.add(Files.readString(file));
      }
    }
    List<String> shown =
        YAML_BLOCK.matcher(Files.readString(README)).results().map(each -> each.group(1)).toList();

    assertThat(shown).hasSizeGreaterThan(2).isSubsetOf(examples);
  }

  private static Pattern marked(String name) {
    return Pattern.compile(
        "(<!-- made: " + name + " -->\\n\\n)((?:(?!<!--).)*)(\\n\\n<!-- end -->)", Pattern.DOTALL);
  }
}
