package io.proxpanel.backup.e2e.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program for the command line that speaks to an API server. A command may take five minutes.
 *
 * @param name as people call it
 * @param start how it is started; the arguments of a command follow
 * @param scratch folder for files that live as long as a command
 * @param runsIn folder for commands that name files
 */
public record Program(String name, List<String> start, Path scratch, Path runsIn) {
  private static final int SECONDS = 300;

  /** Copies the start. */
  public Program {
    start = List.copyOf(start);
  }

  /**
   * How a command ended.
   *
   * @param program name of the program
   * @param exitCode 0 when all went well
   * @param output standard output
   * @param errors standard error
   */
  public record Result(String program, int exitCode, String output, String errors) {
    /**
     * What it printed.
     *
     * @throws IllegalStateException with the program's words, when it failed
     */
    public String orFail() {
      if (exitCode != 0) {
        throw new IllegalStateException(program + ": " + errors.strip());
      }
      return output;
    }
  }

  /**
   * kubectl with the rights of a kubeconfig.
   *
   * @param program its file, or its name in the PATH
   */
  public static Program kubectl(String program, Path scratch, Path kubeconfig) {
    return new Program(
        "kubectl", List.of(program, "--kubeconfig", kubeconfig.toString()), scratch, Path.of(""));
  }

  /** The same in another folder. */
  public Program in(Path folder) {
    return new Program(name, start, scratch, folder);
  }

  /** Runs a command with nothing on its standard input. */
  public Result run(String... arguments) {
    return runWith("", arguments);
  }

  /**
   * Runs a command with the text on its standard input.
   *
   * @throws IllegalStateException when it does not end in time
   */
  public Result runWith(String input, String... arguments) {
    List<String> command = new ArrayList<>(start);
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(scratch, name, ".out");
      Path errors = Files.createTempFile(scratch, name, ".err");
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
          new Result(name, process.exitValue(), Files.readString(output), Files.readString(errors));
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
