package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that was started with an environment of its own. What it says on its standard error is
 * read all the time, so that it never waits for a reader, and the beginning is kept.
 */
final class ChildProcess implements AutoCloseable {
  private static final int KEPT_ERRORS = 64 * 1024;
  private static final int SECONDS_TO_END = 5;

  private final String name;
  private final Process process;
  private final Cleanup.Entry cleanup;
  private final Thread errorReader;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private volatile boolean ended;

  private ChildProcess(String name, Process process, Cleanup cleanup) {
    this.name = name;
    this.process = process;
    this.cleanup = cleanup.add(this::end);
    this.errorReader = new Thread(this::readErrors, "errors of " + name);
    errorReader.setDaemon(true);
    errorReader.start();
  }

  /**
   * Starts a program.
   *
   * @param command path and arguments
   * @param environment all of it: nothing is inherited
   * @throws AgentException {@code Internal} when it cannot be started
   */
  static ChildProcess start(List<String> command, Map<String, String> environment, Cleanup cleanup)
      throws AgentException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    String name = command.get(0).substring(command.get(0).lastIndexOf('/') + 1);
    try {
      return new ChildProcess(name, builder.start(), cleanup);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.Internal,
          "The program " + command.get(0) + " cannot be started: check the image.",
          e);
    }
  }

  InputStream output() {
    return process.getInputStream();
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  /** Waits for the end and for the last word on standard error. */
  int exitCode() throws AgentException {
    try {
      int code = process.waitFor();
      errorReader.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_END));
      return code;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits some seconds for an end that is under way, then brings it about. */
  void exitSoon() throws AgentException {
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        end();
      }
      errorReader.join(TimeUnit.SECONDS.toMillis(SECONDS_TO_END));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits so many seconds for an end that is under way. */
  void exitWithin(long seconds) {
    try {
      process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it said on standard error so far; all of it after {@link #exitCode}. */
  String errors() {
    synchronized (errors) {
      return errors.toString(StandardCharsets.UTF_8).strip();
    }
  }

  /** Ends the program with what it started, if it has not ended. */
  @Override
  public void close() {
    cleanup.close();
  }

  private void end() {
    ended = true;
    // What a wrapper started: it would be nobody's child without its leader.
    List<ProcessHandle> started = process.descendants().toList();
    started.forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    started.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void readErrors() {
    byte[] buffer = new byte[4096];
    try (InputStream in = process.getErrorStream()) {
      int n = in.read(buffer);
      while (n >= 0) {
        synchronized (errors) {
          errors.write(buffer, 0, Math.min(n, KEPT_ERRORS - errors.size()));
        }
        n = in.read(buffer);
      }
    } catch (IOException e) {
      if (ended) {
        return; // Ending the program closes its streams.
      }
      synchronized (errors) {
        errors.writeBytes(
            (name + ": its messages could not be read: " + e.getMessage())
                .getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  static AgentException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AgentException(ErrorCode.Interrupted, "The agent was told to stop.", e);
  }
}
