package io.proxpanel.backup.agent.cli;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.Cleanup;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What a process has been given.
 *
 * @param in standard input
 * @param out standard output, unbuffered: data or JSON
 * @param err standard error: sentences for people
 * @param scratch folder for temporary files; what the verbs for people put there is encrypted
 * @param cleanup what is to be removed when the process is told to stop
 */
public record Console(
    InputStream in, OutputStream out, PrintStream err, Path scratch, Cleanup cleanup) {
  /** What stands for standard input or output among the arguments. */
  static final String STANDARD = "-";

  /**
   * Writes a JSON document to standard output.
   *
   * @throws AgentException {@code InputOutput}
   */
  void print(Object document) throws AgentException {
    try {
      out.write(Json.writePretty(document));
      out.flush();
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "Standard output cannot be written: see what it is connected to.",
          e);
    }
  }
}
