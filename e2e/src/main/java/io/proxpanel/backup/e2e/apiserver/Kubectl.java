package io.proxpanel.backup.e2e.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** kubectl against one API server. A command may take five minutes. */
public final class Kubectl {
  private static final int SECONDS = 300;

  private final String program;
  private final Path folder;
  private final Path kubeconfig;
  private final Path runsIn;

  /**
   * Takes what it needs.
   *
   * @param folder for files that live as long as a command
   */
  public Kubectl(String program, Path folder, Path kubeconfig) {
    this(program, folder, kubeconfig, Path.of(""));
  }

  private Kubectl(String program, Path folder, Path kubeconfig, Path runsIn) {
    this.program = program;
    this.folder = folder;
    this.kubeconfig = kubeconfig;
    this.runsIn = runsIn;
  }

  /** The same in another folder, for commands that name files. */
  public Kubectl in(Path other) {
    return new Kubectl(program, folder, kubeconfig, other);
  }

  /**
   * How a command ended.
   *
   * @param exitCode 0 when all went well
   * @param output standard output
   * @param errors standard error
   */
  public record Result(int exitCode, String output, String errors) {
    /** What it printed, when it went well. */
    public String orFail() {
      if (exitCode != 0) {
        throw new IllegalStateException("kubectl: " + errors.strip());
      }
      return output;
    }
  }

  /** Runs a command with nothing on its standard input. */
  public Result run(String... arguments) {
    return runWith("", arguments);
  }

  /** Runs a command with the text on its standard input. */
  public Result runWith(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "--kubeconfig", kubeconfig.toString()));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(folder, "kubectl", ".out");
      Path errors = Files.createTempFile(folder, "kubectl", ".err");
      Process process =
          new ProcessBuilder(command)
              .directory(runsIn.toAbsolutePath().toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " did not end in time");
      }
      Result result =
          new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
      Files.delete(output);
      Files.delete(errors);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
