package io.proxpanel.backup.e2e.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A client library of RouterOS's API that others have written, which e2e/lib fetches. */
final class OtherClient {
  private static final String VARIABLE = "BACKUP_ROUTEROS_CLIENT";
  private static final String DEFAULT = ".cache/proxpanel-backup/routeros-client-0.21.0";
  private static final Path SCRIPT = Path.of("src/test/resources/router/ask.py");

  private OtherClient() {}

  /** What a router says, as the script writes it. */
  static JsonNode ask(int port, String user, String password, String login) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "python3", SCRIPT.toString(), "127.0.0.1", Integer.toString(port), user, login);
    builder.environment().put("PYTHONPATH", library().toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Path errors = Files.createTempFile("ask", ".err");
    Process process = builder.redirectError(errors.toFile()).start();
    try (var in = process.getOutputStream()) {
      in.write((password + "\n").getBytes(StandardCharsets.UTF_8));
    }
    byte[] answer = process.getInputStream().readAllBytes();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("ask.py: " + Files.readString(errors));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      Files.delete(errors);
    }
    return new ObjectMapper().readTree(answer);
  }

  private static Path library() {
    Path folder =
        Optional.ofNullable(System.getenv(VARIABLE))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), DEFAULT));
    if (!Files.isDirectory(folder.resolve("routeros_api"))) {
      throw new IllegalStateException(
          "No client library for routers in "
              + folder
              + ": run e2e/lib/routeros-client, and put the folder that it prints into the"
              + " environment as "
              + VARIABLE
              + ".");
    }
    return folder;
  }
}
