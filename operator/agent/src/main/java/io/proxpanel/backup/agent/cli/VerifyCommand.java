package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.BackupFile;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.contract.Failure;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code verify FILE}: proves that every byte of a file is as it was written. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description =
        "Reads and authenticates the whole file and says in JSON which key opens it and what is"
            + " inside. Nothing is written.")
final class VerifyCommand implements Callable<Integer>, ReportsJson {
  private final Console console;

  @Mixin private PasswordOptions passwords;

  @Parameters(paramLabel = "FILE", description = "The backup file; - is standard input.")
  private String file;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws AgentException {
    List<KeyCandidate> keys = BackupKey.candidates(passwords.read(file, console));
    try (BackupInput input = BackupInput.open(file, console)) {
      ArchiveCheck archive = new ArchiveCheck();
      BackupFile.Opened opened = BackupFile.authenticate(input.path(), input.name(), keys, archive);
      return report(input.name(), opened, archive);
    }
  }

  private int report(String name, BackupFile.Opened opened, ArchiveCheck archive)
      throws AgentException {
    if (!archive.isArchive()) {
      console.print(FileReport.opened(name, opened, null));
      console
          .err()
          .println(name + " is authentic, and what is inside is no archive of pg_dump -Fc.");
      return 0;
    }
    try {
      console.print(FileReport.opened(name, opened, archive.counts()));
      return 0;
    } catch (AgentException e) {
      console.print(FileReport.opened(name, opened, null).withError(e.failure()));
      console.err().println(e.getMessage());
      return e.code().exitCode();
    }
  }

  @Override
  public Object failed(Failure failure) {
    return FileReport.failed(file, failure);
  }
}
