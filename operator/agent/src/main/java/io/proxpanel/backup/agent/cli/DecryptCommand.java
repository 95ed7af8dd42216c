package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.BackupStream;
import io.proxpanel.backup.agent.format.KeyCandidate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code decrypt FILE}: gives out what is inside. */
@Command(
    name = "decrypt",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description =
        "Gives out what is inside a backup file, after all of it was authenticated. With -o FILE it"
            + " says in JSON what it did.")
final class DecryptCommand extends WritingCommand {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "Where to write it; - is standard output, the default.")
  private String output;

  @Option(
      names = "--stream",
      description =
          "Read once and give out bytes before they are authenticated; a file that turns out not to"
              + " be authentic ends in an error and leaves no OUT, but standard output has had it.")
  private boolean stream;

  @Parameters(paramLabel = "FILE", description = "The backup file; - is standard input.")
  private String file;

  DecryptCommand(Console console) {
    super(console);
  }

  @Override
  String output() {
    return output;
  }

  @Override
  String backupFile() {
    return file;
  }

  @Override
  FileReport write() throws AgentException {
    List<KeyCandidate> keys = BackupKey.candidates(passwords().read(file, console()));
    return stream ? inOnePass(keys) : authenticatedFirst(keys);
  }

  private FileReport authenticatedFirst(List<KeyCandidate> keys) throws AgentException {
    try (BackupInput input = BackupInput.open(file, console());
        Output out = openOutput()) {
      BackupFile.Opened opened = BackupFile.authenticate(input.path(), input.name(), keys, null);
      BackupFile.decrypt(input.path(), opened, out.stream());
      out.commit();
      return FileReport.opened(input.name(), opened, null);
    }
  }

  private FileReport inOnePass(List<KeyCandidate> keys) throws AgentException {
    try (Input input = Input.open(file, console());
        Output out = openOutput()) {
      BackupFile.Opened opened =
          BackupStream.decrypt(input.stream(), input.name(), keys, out.stream());
      out.commit();
      return FileReport.opened(input.name(), opened, null);
    }
  }
}
