package io.proxpanel.backup.agent.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program itself, without a verb. */
@Command(
    name = "backup-agent",
    mixinStandardHelpOptions = true,
    description = "Reads and writes ProxPanel backup files.")
public final class AgentCommand {

  /** Runs a command line and returns its exit code. */
  public int run(String... args) {
    return new CommandLine(this).execute(args);
  }
}
