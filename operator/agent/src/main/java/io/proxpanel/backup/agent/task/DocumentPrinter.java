package io.proxpanel.backup.agent.task;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import io.proxpanel.backup.contract.Json;
import io.proxpanel.backup.contract.LoggedDocument;
import java.io.PrintWriter;

/** Prints answers that are too long for a result into the log. */
final class DocumentPrinter {
  private DocumentPrinter() {}

  /** Prints it, and gives what the result is to say of it. */
  static LoggedDocument print(Object answer, PrintWriter output) throws AgentException {
    String document = Json.write(answer);
    LoggedDocument.lines(document).forEach(output::println);
    if (output.checkError()) {
      throw new AgentException(
          ErrorCode.InputOutput,
          "The answer cannot be printed: see what standard output is connected to.");
    }
    return LoggedDocument.of(document);
  }
}
