package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.format.TestBackups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the verbs share: folders, a password file, and the test vectors. */
abstract class CommandTest {
  static final Path VECTORS = Path.of("src/test/resources/vectors");

  @TempDir Path folder;
  @TempDir Path scratch;
  Path password;

  @BeforeEach
  void writePassword() throws IOException {
    password = Files.writeString(folder.resolve("password"), TestBackups.PASSWORD + "\n");
  }

  CommandRun run(String... arguments) {
    return CommandRun.of(scratch, arguments);
  }

  static String vector(String name) {
    return VECTORS.resolve(name + ".proisp.bak").toString();
  }

  static byte[] vectorBytes(String name) throws IOException {
    return Files.readAllBytes(Path.of(vector(name)));
  }

  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
