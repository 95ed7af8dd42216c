package io.proxpanel.backup.e2e.ftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs small programs to their end. */
final class Programs {
  private static final int SECONDS = 60;

  private Programs() {}

  /**
   * Runs a program.
   *
   * @param in its standard input
   * @return what it wrote, without the last newline
   * @throws IllegalStateException with its words, when it fails
   */
  static String run(String in, String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(in.getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", List.of(command)) + ": " + out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return out.stripTrailing();
  }
}
