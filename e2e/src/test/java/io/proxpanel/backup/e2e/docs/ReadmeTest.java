package io.proxpanel.backup.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code README.md} leads somewhere. */
class ReadmeTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final Path EXAMPLES = Path.of("src/test/resources/examples");
  private static String text;

  @BeforeAll
  static void read() throws IOException {
    text = Files.readString(CHECKOUT.resolve("README.md"));
  }

  private static List<String> matches(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  @Test
  void theTwoCommandsAreThereAndCanBeRun() {
    assertThat(matches("^    (e2e/[a-z]+)$")).containsExactly("e2e/demo", "e2e/test");
    for (String command : List.of("e2e/demo", "e2e/test", "images/build")) {
      assertThat(CHECKOUT.resolve(command)).isExecutable();
    }
  }

  @Test
  void whatItShowsAsYamlIsAnExampleThatATestApplies() throws IOException {
    List<String> examples = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.toList()) {
        examples.add(Files.readString(file));
      }
    }

    assertThat(matches("^```yaml\\n(.*?)^```$")).hasSize(5).isSubsetOf(examples);
  }

  @Test
  void everyFolderAndLinkIsThere() {
    List<String> links = matches("\\]\\(([^)]+)\\)");
    List<String> folders = matches("^\\| \\[?`([a-z0-9]+)`");

    assertThat(links).hasSizeGreaterThan(4);
    assertThat(folders).containsExactly("crds", "operator", "images", "helm", "e2e");
    Stream.concat(links.stream(), folders.stream())
        .forEach(each -> assertThat(CHECKOUT.resolve(each)).exists());
  }
}
