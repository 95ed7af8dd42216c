package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.SingleByte;
import io.proxpanel.backup.agent.destination.FileEntry;
import io.proxpanel.backup.agent.destination.net.Pace;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** A file while it is read: its end comes only after its last byte. */
final class Reading extends InputStream {
  private final FtpSessions sessions;
  private final FtpErrors errors;
  private final FtpConnection connection;
  private final DataConnection data;
  private final String doing;
  private final OptionalLong expected;
  private final Pace pace;
  private long count;
  private boolean answered;
  private boolean ended;

  private Reading(
      FtpSessions sessions,
      FtpErrors errors,
      FtpConnection connection,
      DataConnection data,
      String doing,
      OptionalLong expected) {
    this.sessions = sessions;
    this.errors = errors;
    this.connection = connection;
    this.data = data;
    this.doing = doing;
    this.expected = expected;
    this.pace = new Pace(sessions.timeouts().idle());
  }

  /**
   * Begins to read a file.
   *
   * @param offset first byte
   * @throws AgentException {@code FileMissing}, {@code FileSizeWrong} when the file is shorter than
   *     the offset, or as all methods of a store
   */
  static InputStream open(FtpSessions sessions, FtpErrors errors, String name, long offset)
      throws AgentException {
    String doing = "reading the file \"" + name + "\"";
    try {
      FtpConnection connection = sessions.take();
      boolean done = false;
      try {
        InputStream in = open(sessions, errors, connection, name, offset, doing);
        done = true;
        return in;
      } finally {
        if (!done) {
          connection.drop();
        }
      }
    } catch (IOException e) {
      throw errors.of(e, doing);
    }
  }

  private static InputStream open(
      FtpSessions sessions,
      FtpErrors errors,
      FtpConnection connection,
      String name,
      long offset,
      String doing)
      throws IOException, AgentException {
    OptionalLong size = connection.quickSize(name);
    if (size.isPresent() && size.getAsLong() < offset) {
      throw errors.failure(
          ErrorCode.FileSizeWrong,
          " has only "
              + size.getAsLong()
              + " bytes of the file \""
              + name
              + "\", of which byte "
              + offset
              + " is needed: it was cut or replaced there.",
          null);
    }
    if (size.isPresent() && size.getAsLong() == offset && offset > 0) {
      // Servers do not agree whether one may begin at the end.
      sessions.giveBack(connection);
      return InputStream.nullInputStream();
    }
    try {
      DataConnection data = connection.transfer("RETR", name, offset);
      OptionalLong expected =
          size.isPresent() ? OptionalLong.of(size.getAsLong() - offset) : OptionalLong.empty();
      return new Reading(sessions, errors, connection, data, doing, expected);
    } catch (ReplyException e) {
      if (e.reply().code() == 550) {
        Optional<FileEntry> entry = connection.stat(name);
        if (entry.isEmpty()) {
          throw errors.failure(
              ErrorCode.FileMissing,
              " has no file \"" + name + "\": it was removed or renamed there.",
              e);
        }
      }
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    return SingleByte.of(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    try {
      pace.begin();
      int n = data.in().read(buffer, offset, length);
      if (n > 0) {
        pace.came(n);
        count += n;
        requireNoMore();
        return n;
      }
      end();
      return -1;
    } catch (IOException e) {
      IOException meant = reason(e);
      abandon();
      throw errors.of(meant, doing).asIOException();
    }
  }

  private void requireNoMore() throws IOException {
    if (expected.isPresent() && count > expected.getAsLong()) {
      throw errors
          .protocol(
              "sends more than the "
                  + expected.getAsLong()
                  + " bytes that it has announced while "
                  + doing
                  + ": look who changes the file there.")
          .asIOException();
    }
  }

  /** The server closes the data connection after the last byte, and after any other end too. */
  private void end() throws IOException {
    data.close();
    answered = true;
    connection.complete().requireDone();
    if (expected.isPresent() && expected.getAsLong() != count) {
      throw new IOException("it ended after " + count + " of " + expected.getAsLong() + " bytes");
    }
    ended = true;
    sessions.giveBack(connection);
  }

  /** What the server says is better than that the connection broke. */
  private IOException reason(IOException e) {
    if (e.getCause() instanceof AgentException || answered || sessions.isClosed()) {
      return e;
    }
    data.reset();
    Optional<Reply> reply = connection.reasonSoon();
    return reply.<IOException>map(ReplyException::new).orElse(e);
  }

  private void abandon() {
    ended = true;
    data.reset();
    connection.drop();
  }

  @Override
  public void close() {
    if (!ended) {
      abandon();
    }
  }
}
