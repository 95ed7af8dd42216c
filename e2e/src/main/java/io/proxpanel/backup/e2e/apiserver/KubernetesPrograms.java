package io.proxpanel.backup.e2e.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs of Kubernetes as {@code e2e/cluster/build} makes them: one executable and a link by
 * the name of each program beside it.
 *
 * @param folder that they are in
 */
public record KubernetesPrograms(Path folder) {
  /** Environment variable that names the executable, as {@code e2e/cluster/build} prints it. */
  public static final String VARIABLE = "KUBERNETES_BINARY";

  /** The script, from the folder that Maven runs the tests of this module in. */
  private static final Path BUILD = Path.of("cluster", "build");

  /**
   * The programs that the environment names, or else those that the build prints, which takes
   * minutes the first time on a machine and no time afterwards.
   *
   * @throws IllegalStateException when there are none, with what to do
   */
  public static KubernetesPrograms find() {
    Path executable =
        Optional.ofNullable(System.getenv(VARIABLE))
            .map(Path::of)
            .orElseGet(KubernetesPrograms::build);
    if (!Files.isExecutable(executable)) {
      throw new IllegalStateException(
          "There is no executable "
              + executable
              + ": set "
              + VARIABLE
              + " to what e2e/cluster/build prints, or unset it.");
    }
    return new KubernetesPrograms(executable.toAbsolutePath().getParent());
  }

  /** Path of a program by the name that it has in a release, {@code kube-apiserver}. */
  public String program(String name) {
    return folder.resolve(name).toString();
  }

  private static Path build() {
    try {
      Process build =
          new ProcessBuilder(BUILD.toAbsolutePath().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      build.getOutputStream().close();
      String path =
          new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (build.waitFor() != 0) {
        throw new IllegalStateException(
            "e2e/cluster/build failed: run it by hand to see why, then run the tests again.");
      }
      return Path.of(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
