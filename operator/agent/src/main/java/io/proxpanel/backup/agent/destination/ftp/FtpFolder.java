package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The folder of a destination on its server. It becomes the current one of a connection, so that no
 * command ever carries a path, whose quoting servers do not agree on.
 */
final class FtpFolder {
  private final String path;

  FtpFolder(String path) {
    this.path = path == null ? "" : path;
  }

  /**
   * Goes there; makes what is missing of it.
   *
   * @throws AgentException {@code DestinationPermissionDenied} when it is missing and cannot be
   *     made
   */
  void enter(Control control, FtpErrors errors) throws IOException, AgentException {
    if (path.isEmpty() || control.send("CWD", path).isDone()) {
      return;
    }
    if (path.startsWith("/")) {
      control.send("CWD", "/").requireDone();
    }
    for (String part : parts()) {
      if (!control.send("CWD", part).isDone()) {
        make(part, control, errors);
      }
    }
  }

  private void make(String part, Control control, FtpErrors errors)
      throws IOException, AgentException {
    Reply made = control.send("MKD", part);
    // Another store may have made it in the meantime: what counts is to be in it.
    if (control.send("CWD", part).isDone()) {
      return;
    }
    if (made.code() == 550 || made.code() == 553 || made.code() == 521 || made.isDone()) {
      throw errors.failure(
          ErrorCode.DestinationPermissionDenied,
          " does not let the user into the folder \""
              + path
              + "\", nor make it ("
              + made.quoted()
              + "): make it there, check its permissions, or correct the folder.",
          null);
    }
    throw errors.of(made, "making the folder \"" + path + "\"");
  }

  private List<String> parts() {
    return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
  }

  /** How it stands behind the server's name in a URL that people read: without escapes. */
  String inUrl() {
    return path.startsWith("/") ? path : "/" + path;
  }
}
