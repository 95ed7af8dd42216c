package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.router.api.ApiConnection;
import io.proxpanel.backup.agent.router.api.Command;
import io.proxpanel.backup.agent.router.api.Sentence;
import io.proxpanel.backup.agent.router.api.TrapException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The files of a router, by its API. */
final class RemoteFiles {
  private final ApiConnection connection;

  RemoteFiles(ApiConnection connection) {
    this.connection = connection;
  }

  /** All files, without their contents, which RouterOS would send along. */
  List<RemoteFile> list() throws IOException {
    List<RemoteFile> files = new ArrayList<>();
    Command print = Command.of("/file/print").with(".proplist", ".id,name,size");
    for (Sentence row : connection.call(print).rows()) {
      String size = row.get("size").orElse("");
      files.add(
          new RemoteFile(
              row.get(".id").orElse(""),
              row.get("name").orElse(""),
              // Folders have none.
              size.matches("\\d{1,18}") ? Long.parseLong(size) : 0));
    }
    return files;
  }

  /**
   * Removes files.
   *
   * @return how many were there
   */
  int removeAll(Predicate<RemoteFile> which) throws IOException {
    int removed = 0;
    for (RemoteFile file : list()) {
      if (which.test(file)) {
        remove(file);
        removed++;
      }
    }
    return removed;
  }

  private void remove(RemoteFile file) throws IOException {
    try {
      connection.call(Command.of("/file/remove").with(".id", file.id()));
    } catch (TrapException e) {
      if (!e.isNoSuchItem()) {
        throw e;
      }
    }
  }
}
