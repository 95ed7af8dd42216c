package io.proxpanel.backup.agent;

import io.proxpanel.backup.agent.cli.AgentCommand;

/** The start of the program. */
public final class Main {
  private Main() {}

  /** Runs one verb and exits with its code. */
  public static void main(String[] args) {
    System.exit(new AgentCommand().run(args));
  }
}
