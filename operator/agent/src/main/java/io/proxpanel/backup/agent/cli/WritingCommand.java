package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A verb that writes data to a file or to standard output. Where the data does not go there, it
 * says in JSON what it did.
 */
abstract class WritingCommand implements Callable<Integer>, ReportsJson {
  private final Console console;

  @Mixin private PasswordOptions passwords;

  @Option(names = "--force", description = "Replace OUT if it is there.")
  private boolean force;

  WritingCommand(Console console) {
    this.console = console;
  }

  /** What {@code --output} says, or null. */
  abstract String output();

  /** The backup file that the JSON is about, as it was named. */
  abstract String backupFile();

  /** Does the work, and says what it did. */
  abstract FileReport write() throws AgentException;

  final Console console() {
    return console;
  }

  final PasswordOptions passwords() {
    return passwords;
  }

  /** To be committed by {@link #write}. */
  final Output openOutput() throws AgentException {
    return Output.open(output() == null ? Console.STANDARD : output(), force, console);
  }

  @Override
  public final Integer call() throws AgentException {
    FileReport report = write();
    if (!Output.isStandard(output())) {
      console.print(report);
    }
    return 0;
  }

  @Override
  public final Object failed(Failure failure) {
    return Output.isStandard(output()) ? null : FileReport.failed(backupFile(), failure);
  }
}
