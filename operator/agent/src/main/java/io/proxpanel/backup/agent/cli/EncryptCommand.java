package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.EncryptingOutputStream;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.format.NamedPassword;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Failure;
import io.proxpanel.backup.contract.KeyOrder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code encrypt IN}: makes a backup file. */
@Command(
    name = "encrypt",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description =
        "Makes a backup file (V2) that a ProxPanel server opens, from an archive of pg_dump -Fc. With"
            + " -o FILE it says in JSON what it did.")
final class EncryptCommand implements Callable<Integer>, ReportsJson {
  private final Console console;

  @Mixin private PasswordOptions passwords;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "The backup file to write; - is standard output.")
  private String output;

  @Option(names = "--force", description = "Replace OUT if it is there.")
  private boolean force;

  @Option(
      names = "--license-key",
      paramLabel = "KEY",
      description = "The panel's licence key for the header, which anybody can read.")
  private String licenseKey;

  @Option(
      names = "--key-order",
      paramLabel = "ORDER",
      defaultValue = "salt-first",
      converter = KeyOrderConverter.class,
      description =
          "How the key is made: salt-first as documented (the default), password-first as panels"
              + " compute it: take that one for a file that a panel is to open.")
  private KeyOrder keyOrder;

  @Parameters(paramLabel = "IN", description = "What to encrypt; - is standard input.")
  private String input;

  EncryptCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws AgentException {
    NamedPassword password = passwords.readOne(input, console);
    KeyCandidate key =
        new KeyCandidate(
            password.origin(), keyOrder, BackupKey.derive(keyOrder, password.password()));
    FileReport report;
    try (Input in = Input.open(input, console)) {
      EncryptingOutputStream.requireWithinLimit(in.size());
      try (Output out = Output.open(output, force, console)) {
        report = encrypt(in, key, out);
        out.commit();
      }
    }
    if (!Output.isStandard(output)) {
      console.print(report);
    }
    return 0;
  }

  private FileReport encrypt(Input in, KeyCandidate key, Output out) throws AgentException {
    try {
      EncryptingOutputStream encrypted =
          new EncryptingOutputStream(out.stream(), licenseKey, key.key());
      byte[] buffer = new byte[64 * 1024];
      int n;
      while ((n = in.read(buffer)) >= 0) {
        encrypted.write(buffer, 0, n);
      }
      encrypted.finish();
      return FileReport.written(output, encrypted, key);
    } catch (IOException e) {
      throw AgentException.from(
          e, ErrorCode.InputOutput, output + " cannot be written to its end: check its disk.");
    }
  }

  @Override
  public Object failed(Failure failure) {
    return Output.isStandard(output) ? null : FileReport.failed(output, failure);
  }
}
