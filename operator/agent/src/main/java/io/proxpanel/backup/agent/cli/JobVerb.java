package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.task.TaskRunner;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;

/**
 * The verbs of Jobs: the task and all settings come from the environment. A Job's command line is
 * the verb alone, which takes no parser: picocli's classes are in a format so old that Java cannot
 * keep them prepared, and to read them anew is a quarter of the work of a small task.
 */
public final class JobVerb {
  private static final Set<String> ALL =
      Set.of(
          "backup",
          "restore",
          "swap-back",
          "drop-kept",
          "delete",
          "check",
          "discover",
          "sync",
          "probe",
          "routers");

  private JobVerb() {}

  /** Whether a command line is such a verb and nothing else. */
  public static boolean isWhole(String... arguments) {
    return arguments.length == 1 && ALL.contains(arguments[0]);
  }

  /** Runs the verb and returns the exit code. */
  public static int run(String verb, Console console) {
    return run(
        verb,
        new PrintWriter(console.out(), true, StandardCharsets.UTF_8),
        new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
  }

  static int run(String verb, PrintWriter out, PrintWriter err) {
    TaskRunner runner = new TaskRunner(System.getenv(), Clock.systemUTC(), out);
    Thread stop =
        new Thread(
            () -> {
              if (runner.interrupt()) {
                Runtime.getRuntime().halt(ErrorCode.Interrupted.exitCode());
              }
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    Failure failure = runner.run(verb);
    if (failure == null) {
      return 0;
    }
    err.println(failure.message());
    return failure.code().exitCode();
  }
}
