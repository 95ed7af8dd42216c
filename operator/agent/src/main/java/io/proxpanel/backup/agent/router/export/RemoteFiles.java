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
  /** RouterOS has shorter names, and its ids are a few digits. */
  private static final int MAX_NAME = 1_000;

  private static final int MAX_DIGITS = 18;

  /** So many at a time: a visit makes two. */
  private static final int MOST = 500;

  private final ApiConnection connection;

  RemoteFiles(ApiConnection connection) {
    this.connection = connection;
  }

  /**
   * Some files, without their contents, which RouterOS would send along. However many there are on
   * the router, the others are not kept.
   */
  List<RemoteFile> list(Predicate<RemoteFile> which) throws IOException {
    List<RemoteFile> files = new ArrayList<>();
    Command print = Command.of("/file/print").with(".proplist", ".id,name,size");
    connection.call(
        print,
        row -> {
          RemoteFile file = file(row);
          boolean known = file.id().length() + file.name().length() <= MAX_NAME;
          if (known && files.size() < MOST && which.test(file)) {
            files.add(file);
          }
        });
    return files;
  }

  private static RemoteFile file(Sentence row) {
    return new RemoteFile(
        row.get(".id").orElse(""), row.get("name").orElse(""), size(row.get("size").orElse("")));
  }

  private static long size(String text) {
    if (!text.matches("\\d+")) {
      // Folders have none.
      return 0;
    }
    return text.length() <= MAX_DIGITS ? Long.parseLong(text) : Long.MAX_VALUE;
  }

  /**
   * Removes files.
   *
   * @return how many were there
   */
  int removeAll(Predicate<RemoteFile> which) throws IOException {
    List<RemoteFile> files = list(which);
    for (RemoteFile file : files) {
      remove(file);
    }
    return files.size();
  }

  void remove(RemoteFile file) throws IOException {
    try {
      connection.call(Command.of("/file/remove").with(".id", file.id()));
    } catch (TrapException e) {
      if (!e.isNoSuchItem()) {
        throw e;
      }
    }
  }
}
