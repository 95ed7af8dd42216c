package io.proxpanel.backup.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the packaged program, as a Job or a person does. */
final class AgentJar {
  private static final Path JAR = Path.of("target/backup-agent.jar").toAbsolutePath();

  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private ProcessBuilder.Redirect in = ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile());
  private ProcessBuilder.Redirect out;

  /**
   * Prepares a run.
   *
   * @param folder where what it prints is kept; its temporary folder is {@code tmp} in it
   */
  AgentJar(Path folder) throws IOException {
    this.folder = folder;
    this.out = ProcessBuilder.Redirect.to(folder.resolve("stdout").toFile());
    Files.createDirectories(temporary());
    option("-Djava.io.tmpdir=" + temporary());
  }

  /** How a run ended. */
  record Ended(int exit, String out, String err) {}

  Path temporary() {
    return folder.resolve("tmp");
  }

  /** Adds an option of the Java virtual machine; a later one wins over an earlier one. */
  AgentJar option(String option) {
    options.add(option);
    return this;
  }

  AgentJar in(ProcessBuilder.Redirect from) {
    in = from;
    return this;
  }

  AgentJar out(Path to) {
    out = ProcessBuilder.Redirect.to(to.toFile());
    return this;
  }

  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectInput(in)
        .redirectOutput(out)
        .redirectError(folder.resolve("stderr").toFile())
        .start();
  }

  Ended run(String... arguments) throws Exception {
    return ended(start(arguments));
  }

  Ended ended(Process process) throws Exception {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the program does not come to an end");
    }
    Path stdout = folder.resolve("stdout");
    return new Ended(
        process.exitValue(),
        Files.exists(stdout) && Files.size(stdout) < 1 << 20 ? Files.readString(stdout) : "",
        Files.readString(folder.resolve("stderr"), StandardCharsets.UTF_8));
  }
}
