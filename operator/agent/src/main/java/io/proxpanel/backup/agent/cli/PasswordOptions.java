package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.format.NamedPassword;
import io.proxpanel.backup.agent.format.SecretFile;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The passwords that a verb is given, as files. */
final class PasswordOptions {
  @Option(
      names = "--password-file",
      required = true,
      paramLabel = "P",
      description =
          "A file with the database password that the backup's key is made from, without the"
              + " newline at its end; - is standard input. Repeat it where several may fit.")
  private List<String> files;

  /**
   * Reads them.
   *
   * @param data the argument that names the data, which may be standard input too
   * @throws AgentException {@code Usage} or {@code SecretUnreadable}
   */
  List<NamedPassword> read(String data, Console console) throws AgentException {
    long standard = files.stream().filter(Console.STANDARD::equals).count();
    if (standard > 1 || (standard == 1 && data.equals(Console.STANDARD))) {
      throw new AgentException(
          ErrorCode.Usage,
          "Standard input (-) can be read once, for the data or for one password: give the other as"
              + " a file.");
    }
    List<NamedPassword> passwords = new ArrayList<>();
    for (String file : files) {
      passwords.add(
          file.equals(Console.STANDARD)
              ? fromStandardInput(console)
              : SecretFile.read("password", Input.path(file)));
    }
    return passwords;
  }

  /** The same for a verb that makes a key instead of trying several. */
  NamedPassword readOne(String data, Console console) throws AgentException {
    List<NamedPassword> passwords = read(data, console);
    if (passwords.size() > 1) {
      throw new AgentException(
          ErrorCode.Usage,
          "A file is encrypted with one password: give --password-file once, not "
              + passwords.size()
              + " times.");
    }
    return passwords.get(0);
  }

  private static NamedPassword fromStandardInput(Console console) throws AgentException {
    try {
      return SecretFile.read("password", "standard input", console.in());
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.SecretUnreadable,
          "The password cannot be read from standard input: give it as a file.",
          e);
    }
  }
}
