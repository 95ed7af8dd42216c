package io.proxpanel.backup.agent.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.FileHeader;
import io.proxpanel.backup.agent.format.Inspection;
import io.proxpanel.backup.contract.BackupFormat;
import io.proxpanel.backup.contract.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code inspect FILE}: what can be said of a file without a key. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description =
        "Says in JSON what a file is: its format, the licence key of the panel that wrote it, its"
            + " length, and what is wrong with it if that can be seen without the password.")
final class InspectCommand implements Callable<Integer>, ReportsJson {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The backup file; - is standard input.")
  private String file;

  InspectCommand(Console console) {
    this.console = console;
  }

  /**
   * What the verb says. What is not known is null.
   *
   * @param file as it was named
   * @param format of the file
   * @param version 1 or 2
   * @param licenseKey in the header; null in a V1 file
   * @param sizeBytes length of the file
   * @param encryptedBytes of them, those that are encrypted data: the length of what is inside
   * @param error what is wrong, or null
   */
  @JsonPropertyOrder({"file", "format", "version"})
  record Report(
      String file,
      BackupFormat format,
      Integer version,
      String licenseKey,
      Long sizeBytes,
      Long encryptedBytes,
      Failure error) {}

  @Override
  public Integer call() throws AgentException {
    try (Input input = Input.open(file, console)) {
      Inspection found = Inspection.of(input.stream(), input.name(), input.size());
      FileHeader header = found.header();
      AgentException problem = found.problem();
      console.print(
          new Report(
              input.name(),
              header == null ? null : header.format(),
              header == null ? null : header.version(),
              header == null ? null : header.licenseKey(),
              found.sizeBytes(),
              found.encryptedBytes(),
              problem == null ? null : problem.failure()));
      if (problem == null) {
        return 0;
      }
      console.err().println(problem.getMessage());
      return problem.code().exitCode();
    }
  }

  @Override
  public Object failed(Failure failure) {
    return new Report(file, null, null, null, null, null, failure);
  }
}
