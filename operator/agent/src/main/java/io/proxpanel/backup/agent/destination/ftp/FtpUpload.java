package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.Store;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.util.Optional;

/**
 * A file that is there under its temporary name.
 *
 * <p>Servers put it in place of whatever stands under the final name, and FTP has no command that
 * does not. So it is looked first; between the look and the renaming, which are two commands on one
 * connection, another client could store a file of the same name, which would be lost. Names of
 * backups have time and resource in them, so that nobody else has reason to.
 */
final class FtpUpload implements Store.Upload {
  private final FtpSessions sessions;
  private final FtpErrors errors;
  private final FtpTimeouts timeouts;
  private final String temporary;
  private final String name;
  private final long sizeBytes;
  private final String doing;
  private boolean committed;
  private boolean closed;

  FtpUpload(
      FtpSessions sessions,
      FtpErrors errors,
      FtpTimeouts timeouts,
      String temporary,
      String name,
      long sizeBytes) {
    this.sessions = sessions;
    this.errors = errors;
    this.timeouts = timeouts;
    this.temporary = temporary;
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.doing = "giving the file \"" + name + "\" its name";
  }

  @Override
  public void commit() throws AgentException {
    boolean asked = false;
    for (int failed = 1; !committed; failed++) {
      try {
        committed = asked && wasDone();
        if (!committed) {
          requireFree();
          asked = true;
          rename();
          committed = true;
        }
      } catch (IOException e) {
        AgentException failure = errors.of(e, doing);
        if (sessions.isClosed()
            || failed >= timeouts.attempts()
            || failure.code() != ErrorCode.DestinationUnreachable) {
          throw failure;
        }
        sessions.pause(timeouts.pauseAfter(failed));
      }
    }
  }

  private void requireFree() throws IOException, AgentException {
    if (stat(name).isPresent()) {
      throw taken();
    }
  }

  private void rename() throws IOException, AgentException {
    try {
      sessions.attempt(
          connection -> {
            connection.rename(temporary, name);
            return null;
          });
    } catch (ReplyException e) {
      if (e.leavesConnection() && stat(temporary).isPresent() && stat(name).isPresent()) {
        throw taken();
      }
      throw e;
    }
    requireThere();
  }

  /** After a lost connection: whether the server did it, though nobody heard its answer. */
  private boolean wasDone() throws IOException, AgentException {
    if (stat(temporary).isPresent()) {
      return false;
    }
    requireThere();
    return true;
  }

  private void requireThere() throws IOException, AgentException {
    Optional<FileEntry> there = stat(name);
    if (there.isEmpty() || there.get().sizeBytes().orElse(-1) != sizeBytes) {
      throw errors.protocol(
          "was told to rename the file \""
              + temporary
              + "\" to \""
              + name
              + "\", and has under that name "
              + there
                  .map(entry -> "something of " + entry.sizeBytes().orElse(-1) + " bytes")
                  .orElse("nothing")
              + " instead of its "
              + sizeBytes
              + " bytes: look there who else changes files in this folder.");
    }
  }

  private Optional<FileEntry> stat(String which) throws IOException, AgentException {
    return sessions.attempt(connection -> connection.stat(which));
  }

  private AgentException taken() {
    return errors.failure(
        ErrorCode.FileNameTaken,
        " has a file \""
            + name
            + "\" already, which is left as it is: move it away, or take another name.",
        null);
  }

  @Override
  public void close() {
    if (committed || closed) {
      return;
    }
    closed = true;
    try {
      sessions.run("removing the file \"" + temporary + "\"", each -> each.delete(temporary));
    } catch (AgentException e) {
      // The next attempt of the same resource removes it.
    }
  }
}
