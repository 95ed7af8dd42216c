package io.proxpanel.backup.agent.router.export;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Waits for a file that a router writes, possibly after it has said that it is done: until it is
 * there, has something in it, is not marked as being written, and has the same size in two looks.
 */
final class SettledFile {
  private static final String BEING_WRITTEN = ".in_progress";

  private final RouterSession session;
  private final String name;
  private final String what;

  /**
   * A file.
   *
   * @param name without its folder
   * @param what it is, as {@code "export"}
   */
  SettledFile(RouterSession session, String name, String what) {
    this.session = session;
    this.name = name;
    this.what = what;
  }

  /**
   * Whether a file has another size than it had.
   *
   * @param moreLooks how often is looked once more
   * @throws AgentException {@code RouterExportIncomplete} when it is gone
   */
  boolean hasChanged(RemoteFile file, int moreLooks) throws AgentException {
    for (int look = 0; look <= moreLooks; look++) {
      if (look > 0) {
        session.pause(session.patience().look());
      }
      RemoteFile now =
          named(list(name), name)
              .orElseThrow(
                  () ->
                      session
                          .errors()
                          .failure(
                              ErrorCode.RouterExportIncomplete,
                              "has lost the file of its "
                                  + what
                                  + " while it was fetched: see who removes files there.",
                              null));
      if (now.sizeBytes() != file.sizeBytes()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waits for it.
   *
   * @throws AgentException {@code RouterExportIncomplete} when the time is up
   */
  RemoteFile await() throws AgentException {
    long deadline = System.nanoTime() + session.patience().export().toNanos();
    Optional<RemoteFile> before = Optional.empty();
    int looks = 0;
    while (true) {
      // Whether it grows is only known after the second look, however long that takes.
      looks++;
      List<RemoteFile> files = list(name);
      boolean beingWritten = named(files, name + BEING_WRITTEN).isPresent();
      Optional<RemoteFile> now = named(files, name);
      if (now.isPresent() && now.get().sizeBytes() > 0 && now.equals(before)) {
        return now.get();
      }
      if (System.nanoTime() > deadline && looks > 1) {
        throw late(now, beingWritten);
      }
      before = now;
      session.pause(session.patience().look());
    }
  }

  private List<RemoteFile> list(String start) throws AgentException {
    try {
      return session.files().list(file -> file.base().startsWith(start));
    } catch (IOException e) {
      throw session.explain(e, "looking for the file of its " + what);
    }
  }

  private static Optional<RemoteFile> named(List<RemoteFile> files, String name) {
    return files.stream().filter(file -> file.isNamed(name)).findFirst();
  }

  private AgentException late(Optional<RemoteFile> file, boolean beingWritten) {
    long seconds = session.patience().export().toSeconds();
    String state =
        beingWritten || file.map(f -> f.sizeBytes() > 0).orElse(false)
            ? " is still being written"
            : file.isPresent() ? " is still empty" : " has not appeared";
    return session
        .errors()
        .failure(
            ErrorCode.RouterExportIncomplete,
            "says that its "
                + what
                + " is done, and the file"
                + state
                + " after "
                + seconds
                + " s: check its room (\"/system resource print\") and its log, or allow it more"
                + " time.",
            null);
  }
}
