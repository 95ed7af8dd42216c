package io.proxpanel.backup.e2e.embedded;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The container of a pod as a process in a session of its own. As in a container, all that it has
 * started ends with it.
 */
final class PodProcess {
  private static final Duration CLEANUP = Duration.ofSeconds(10);

  private final Process process;
  private Instant killAt;

  private PodProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param log gets what it prints
   */
  static PodProcess start(AgentProgram program, Container container, PodFolder folder, Path log)
      throws IOException {
    // setsid: the process leads a group, which can be killed as one.
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(program.command());
    container.getArgs().forEach(argument -> command.add(folder.outside(argument)));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.scratch().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(program.environment());
    environment.put("TMPDIR", folder.scratch().toString());
    environment.put("BACKUP_SCRATCH", folder.scratch().toString());
    environment.put("BACKUP_RESULT_FILE", folder.terminationLog().toString());
    for (EnvVar variable : container.getEnv()) {
      environment.put(variable.getName(), folder.outside(variable.getValue()));
    }
    return new PodProcess(builder.start());
  }

  /** Whether it has ended by itself or was ended. */
  boolean hasEnded() {
    return !process.isAlive();
  }

  /** As a container's: 128 + n when signal n ended it. */
  int exitCode() {
    return process.exitValue();
  }

  /** Process id. */
  long pid() {
    return process.pid();
  }

  /**
   * Asks it to end, and kills it when the grace period is over: to be called until it has ended.
   */
  void stop(Instant now, Duration grace) {
    if (killAt == null) {
      killAt = now.plus(grace);
      process.destroy();
    } else if (!now.isBefore(killAt)) {
      kill();
    }
  }

  /** Kills it and all that it has started, without a warning. */
  void kill() {
    signalGroup();
    process.destroyForcibly();
  }

  /** What it has started and left behind goes too. */
  void reap() {
    signalGroup();
  }

  private void signalGroup() {
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + process.pid() + " 2>&-")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor(CLEANUP.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
