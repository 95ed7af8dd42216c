package io.proxpanel.backup.e2e.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file below {@code schema/}: one resource, or the resource before and after an update.
 *
 * @param file where it is
 * @param expected what its lines {@code # expect:} say
 * @param documents the resources
 */
record SchemaCase(Path file, List<String> expected, List<JsonNode> documents) {
  /** The expectation of an update that goes through. */
  static final String ACCEPTED = "accepted";

  private static final Path FOLDER = Path.of("src", "test", "resources", "schema");
  private static final String EXPECT = "# expect: ";

  /** All files whose name begins so. */
  static List<SchemaCase> startingWith(String prefix) {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> name(file).startsWith(prefix))
          .sorted()
          .map(SchemaCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of all files. */
  static List<String> files() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).map(SchemaCase::name).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SchemaCase read(Path file) {
    try {
      List<String> expected =
          Files.readAllLines(file).stream()
              .filter(line -> line.startsWith(EXPECT))
              .map(line -> line.substring(EXPECT.length()))
              .toList();
      try (var documents =
          Definitions.YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
        return new SchemaCase(file, expected, documents.readAll());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kind of the resource. */
  String kind() {
    return documents.get(0).get("kind").asText();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  @Override
  public String toString() {
    return kind() + " " + name(file);
  }
}
