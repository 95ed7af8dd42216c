package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program itself, without a verb. */
@Command(
    name = "backup-agent",
    synopsisSubcommandLabel = "VERB",
    versionProvider = VersionProvider.class,
    mixinStandardHelpOptions = true,
    description =
        "Reads and writes ProxPanel's encrypted backup files (.proisp.bak), and checks archives of"
            + " routers.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      " 1:check-router has found what speaks against an import",
      " 2:the command line, the task or a value in it is wrong",
      " 3:the file is no ProxPanel backup",
      " 4:no key opens the file, or it is damaged",
      " 5:reading or writing failed",
      " 6:the database refused"
    },
    footer = {
      "",
      "Every failure is one sentence on standard error.",
      "Passwords come from files or from standard input (-), never from arguments.",
      "",
      "Example, without a disk in between:",
      "  backup-agent decrypt --password-file p backup.proisp.bak | pg_restore -d panel"
    })
public final class AgentCommand implements Runnable {
  private final Console console;
  private final CommandLine commandLine;

  /** With the verbs for people. */
  public AgentCommand(Console console) {
    this.console = console;
    this.commandLine =
        new CommandLine(this)
            .addSubcommand("inspect", new InspectCommand(console))
            .addSubcommand("verify", new VerifyCommand(console))
            .addSubcommand("decrypt", new DecryptCommand(console))
            .addSubcommand("encrypt", new EncryptCommand(console))
            .addSubcommand("check-router", new CheckRouterCommand(console))
            .addSubcommand("backup", new TaskCommand.BackupCommand())
            .addSubcommand("restore", new TaskCommand.RestoreCommand())
            .addSubcommand("swap-back", new TaskCommand.SwapBackCommand())
            .addSubcommand("drop-kept", new TaskCommand.DropKeptCommand())
            .addSubcommand("delete", new TaskCommand.DeleteCommand())
            .addSubcommand("check", new TaskCommand.CheckCommand())
            .addSubcommand("discover", new TaskCommand.DiscoverCommand())
            .addSubcommand("sync", new TaskCommand.SyncCommand())
            .addSubcommand("probe", new TaskCommand.ProbeCommand())
            .addSubcommand("routers", new TaskCommand.RoutersCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true)
            .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler((e, arguments) -> misunderstood(e))
            .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
  }

  /** Runs a command line and returns its exit code. */
  public int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(commandLine, "Say what to do: a verb is missing");
  }

  private int misunderstood(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String sentence = sentence(e);
    return report(
        command,
        new Failure(
            ErrorCode.Usage,
            sentence
                + (sentence.endsWith(".") ? " See '" : "; see '")
                + command.getCommandSpec().qualifiedName()
                + " --help'."));
  }

  private String sentence(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched
        && e.getCommandLine() == commandLine
        && !unmatched.isUnknownOption()) {
      return "There is no verb '"
          + unmatched.getUnmatched().get(0)
          + "': write one of "
          + String.join(", ", commandLine.getSubcommands().keySet());
    }
    return e.getMessage().strip();
  }

  private int failed(Exception e, CommandLine command) {
    if (e instanceof AgentException agent) {
      return report(command, agent.failure());
    }
    int code =
        report(
            command,
            new Failure(
                ErrorCode.Internal,
                command.getCommandName()
                    + " met a defect of this program and stopped; please report it with the lines"
                    + " below."));
    e.printStackTrace(console.err());
    return code;
  }

  private int report(CommandLine command, Failure failure) {
    console.err().println(failure.message());
    if (command.getCommand() instanceof ReportsJson verb) {
      Object document = verb.failed(failure);
      if (document != null) {
        try {
          console.print(document);
        } catch (AgentException e) {
          if (!e.failure().equals(failure)) {
            console.err().println(e.getMessage());
          }
        }
      }
    }
    return failure.code().exitCode();
  }
}
