package io.proxpanel.backup.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A script or program of this machine; what it says on standard error goes where ours goes.
 *
 * @param folder that it runs in
 * @param environment in addition to ours
 * @param most how long it may take
 */
public record Command(Path folder, Map<String, String> environment, Duration most) {
  /** Long enough for the build of an image with nothing cached. */
  private static final Duration MOST = Duration.ofMinutes(20);

  /** Copies the environment. */
  public Command {
    environment = Map.copyOf(environment);
  }

  /** Commands of the project, run in the folder of the checkout. */
  public static Command in(Path checkout) {
    return new Command(checkout, Map.of(), MOST);
  }

  /** The same with one more environment variable. */
  public Command with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Command(folder, more, most);
  }

  /**
   * Runs it with nothing on its standard input.
   *
   * @return its standard output, without the last newline
   * @throws IllegalStateException when it fails or does not end in time
   */
  public String run(String... command) {
    try {
      Path output = Files.createTempFile("command-", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
          process.destroy();
          throw new IllegalStateException(String.join(" ", command) + " did not end in time.");
        }
        if (process.exitValue() != 0) {
          throw new IllegalStateException(
              "%s ended with exit code %d."
                  .formatted(String.join(" ", command), process.exitValue()));
        }
        return Files.readString(output).stripTrailing();
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
