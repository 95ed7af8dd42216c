package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.BackupKey;
import io.proxpanel.backup.agent.format.EncryptingOutputStream;
import io.proxpanel.backup.agent.format.KeyCandidate;
import io.proxpanel.backup.agent.format.NamedPassword;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.KeyOrder;
import java.io.IOException;
import picocli.CommandLine.Command;
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
final class EncryptCommand extends WritingCommand {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "The backup file to write; - is standard output.")
  private String output;

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
    super(console);
  }

  @Override
  String output() {
    return output;
  }

  @Override
  String backupFile() {
    return output;
  }

  @Override
  FileReport write() throws AgentException {
    NamedPassword password = passwords().readOne(input, console());
    KeyCandidate key =
        new KeyCandidate(
            password.origin(), keyOrder, BackupKey.derive(keyOrder, password.password()));
    try (Input in = Input.open(input, console())) {
      EncryptingOutputStream.requireWithinLimit(in.size());
      try (Output out = openOutput()) {
        FileReport report = encrypt(in, key, out);
        out.commit();
        return report;
      }
    }
  }

  private FileReport encrypt(Input in, KeyCandidate key, Output out) throws AgentException {
    try {
      EncryptingOutputStream encrypted =
          new EncryptingOutputStream(out.stream(), licenseKey, key.key());
      in.copyTo(encrypted);
      encrypted.finish();
      return FileReport.written(output, encrypted, key);
    } catch (IOException e) {
      throw AgentException.from(
          e, ErrorCode.InputOutput, output + " cannot be written to its end: check its disk.");
    }
  }
}
