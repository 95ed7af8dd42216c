package io.proxpanel.backup.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.e2e.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The images as their files have them. The build itself fails where a program of theirs does not
 * run. Built here, they are there for the tests on a cluster.
 */
@Tag("large")
class ImagesIT {
  private static final Path FILES = Path.of("../images/target");

  @BeforeAll
  static void build() {
    buildProduct();
    Command.in(Path.of("..")).run("e2e/images/build");
  }

  private static void buildProduct() {
    Command.in(Path.of("..")).run("images/build");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "operator"})
  void runsByANumberThatIsNotRoot(String image) throws Exception {
    JsonNode config = json(image, manifest(image).path("Config").asText()).path("config");

    assertThat(config.path("User").asText()).isEqualTo("65532:65532");
    assertThat(config.path("Entrypoint").path(0).asText()).isEqualTo("/opt/java/bin/java");
    assertThat(config.path("Labels").properties())
        .extracting(each -> each.getKey().replace("org.opencontainers.image.", ""))
        .contains("title", "description", "licenses", "version", "revision");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "operator"})
  void hasNoShellAndNoPackageManager(String image) throws Exception {
    List<String> files = new ArrayList<>();
    for (JsonNode layer : manifest(image).path("Layers")) {
      String list = "tar --to-stdout -xf \"$1\" \"$2\" | tar -t";
      files.addAll(ran("sh", "-c", list, "sh", image + ".tar", layer.asText()).lines().toList());
    }

    assertThat(files).anyMatch(file -> file.endsWith("opt/java/bin/java"));
    assertThat(files)
        .noneMatch(
            file -> file.matches("(.*/)?s?bin/(sh|bash|dash|busybox|apt|apt-get|dpkg|perl)"));
  }

  @Test
  void aBuildOfTheSameKeepsTheFiles() throws IOException {
    Path file = FILES.resolve("agent.tar");
    final Object before = Files.getLastModifiedTime(file);

    buildProduct();

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
  }

  private static JsonNode manifest(String image) throws Exception {
    return json(image, "manifest.json").path(0);
  }

  private static JsonNode json(String image, String member) throws Exception {
    return Json.read(ran("tar", "--to-stdout", "-xf", image + ".tar", member), JsonNode.class);
  }

  private static String ran(String... command) {
    return Command.in(FILES).run(command);
  }
}
