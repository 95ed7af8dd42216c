package io.proxpanel.backup.agent;

import io.proxpanel.backup.agent.cli.AgentCommand;
import io.proxpanel.backup.agent.cli.Console;
import io.proxpanel.backup.agent.cli.JobVerb;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.Map;

/** The start of the program. */
public final class Main {
  private Main() {}

  /** Runs one verb and exits with its code. */
  public static void main(String[] args) {
    Console console = console(System.getenv());
    System.exit(
        JobVerb.isWhole(args)
            ? JobVerb.run(args[0], console)
            : new AgentCommand(console).run(args));
  }

  private static Console console(Map<String, String> environment) {
    String scratch = environment.get("BACKUP_SCRATCH");
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(new Thread(cleanup::close, "cleanup"));
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        System.err,
        Path.of(scratch == null ? System.getProperty("java.io.tmpdir") : scratch),
        cleanup);
  }
}
