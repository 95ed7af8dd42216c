package io.proxpanel.backup.e2e.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that the documentation shows. */
final class Examples {
  private static final Path FOLDER = Path.of("src", "test", "resources", "examples");

  private Examples() {}

  /** All of them, by name. */
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }
}
