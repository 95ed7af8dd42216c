package io.proxpanel.backup.agent.destination.ftp;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.destination.Content;
import io.proxpanel.backup.agent.destination.net.IdleWatch;
import io.proxpanel.backup.contract.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Sends one file. Where the connection is lost, it goes on from what the server has; and always by
 * REST and STOR, so that a transfer that the server has not given up yet writes the same bytes to
 * the same places. What was sent in several parts is not trusted before its hash was compared: a
 * server that lost its power may have a file of the right length with holes.
 */
final class Sending {
  private static final int BUFFER = 64 * 1024;

  /** However often the file gets a little further. */
  private static final int MAX_PARTS = 200;

  /** How often a server may say "stored" of less than was sent. */
  private static final int MAX_SHORT = 2;

  private final FtpSessions sessions;
  private final FtpErrors errors;
  private final FtpTimeouts timeouts;
  private final String name;
  private final Content content;
  private final String doing;
  private final SentBytes sent = new SentBytes();
  private boolean begun;
  private boolean resumed;
  private long reached;

  /**
   * A file to send.
   *
   * @param name temporary one, of which nothing is there yet
   */
  Sending(
      FtpSessions sessions, FtpErrors errors, FtpTimeouts timeouts, String name, Content content) {
    this.sessions = sessions;
    this.errors = errors;
    this.timeouts = timeouts;
    this.name = name;
    this.content = content;
    this.doing = "storing the file \"" + name + "\"";
  }

  /**
   * Sends all of it and checks length and, where it can be had, hash of what the server has.
   *
   * @return length in bytes
   */
  long run() throws AgentException {
    for (int damaged = 0; damaged < 2; damaged++) {
      sendAll();
      requireWhole();
      if (new Stored(sessions, errors, timeouts, name).matches(sent, resumed)) {
        return sent.count();
      }
      sessions.run(doing, connection -> connection.delete(name));
      begun = false;
      resumed = false;
      reached = 0;
    }
    throw errors.failure(
        ErrorCode.ReadBackFailed,
        " has twice stored other bytes than were sent to it under \""
            + name
            + "\": check its disk, and what stands between it and this cluster.",
        null);
  }

  /** Whether there may be something on the server. */
  boolean hasBegun() {
    return begun;
  }

  private void sendAll() throws AgentException {
    int failed = 0;
    for (int part = 1; ; part++) {
      try {
        long before = reached;
        sendPart();
        if (reached > before) {
          failed = 0;
        }
        return;
      } catch (ShortFileException e) {
        failed++;
        if (failed >= MAX_SHORT || part >= MAX_PARTS) {
          throw errors.protocol(e.getMessage());
        }
      } catch (IOException e) {
        AgentException failure = errors.of(e, doing);
        failed++;
        if (!begun || !mayPass(failure) || failed >= timeouts.attempts() || part >= MAX_PARTS) {
          throw failure;
        }
        sessions.pause(timeouts.pauseAfter(failed));
      }
    }
  }

  private boolean mayPass(AgentException failure) {
    return !sessions.isClosed()
        && (failure.code() == ErrorCode.DestinationUnreachable
            || failure.code() == ErrorCode.DestinationNameUnknown);
  }

  /** Sends from what the server has to the end. */
  private void sendPart() throws IOException, AgentException {
    sessions.attempt(
        connection -> {
          long offset = begun ? connection.size(name).orElse(0) : 0;
          if (offset > sent.count()) {
            // Not ours, or not as it was sent.
            connection.delete(name);
            offset = 0;
          }
          reached = Math.max(reached, offset);
          resumed |= offset > 0;
          if (!sent.isAll(offset)) {
            send(connection, offset);
          }
          requireSize(connection);
          return null;
        });
  }

  private void send(FtpConnection connection, long wanted) throws IOException, AgentException {
    long offset = wanted;
    DataConnection data;
    try {
      data = connection.transfer("STOR", name, offset);
    } catch (ReplyException e) {
      if (offset == 0 || !e.leavesConnection()) {
        throw e;
      }
      // Not every server lets an upload be continued, and then mostly not overwritten either.
      connection.delete(name);
      offset = 0;
      resumed = false;
      data = connection.transfer("STOR", name, offset);
    }
    begun = true;
    send(connection, data, offset);
  }

  private void send(FtpConnection connection, DataConnection data, long offset)
      throws IOException, AgentException {
    boolean handedOver = false;
    IdleWatch watch = new IdleWatch(timeouts.idle(), data::reset);
    try (watch;
        InputStream in = local(() -> content.open(offset))) {
      copy(in, data.out(), watch, offset);
      watch.begin();
      data.finishSending();
      watch.end();
      handedOver = true;
    } catch (IOException e) {
      data.reset();
      throw watch.hasFired()
          ? new SocketTimeoutException("the server takes no more bytes")
          : reason(connection, e);
    } finally {
      if (!handedOver) {
        // Whatever went wrong here: the server must not take it for the end of the file.
        data.reset();
        connection.drop();
      }
    }
    Reply last = connection.complete();
    if (!last.isDone()) {
      connection.drop();
      throw new ReplyException(last);
    }
  }

  private void copy(InputStream in, OutputStream out, IdleWatch watch, long offset)
      throws IOException, AgentException {
    byte[] buffer = new byte[BUFFER];
    long position = offset;
    int n = local(() -> in.read(buffer));
    while (n >= 0) {
      sent.add(buffer, n, position);
      watch.begin();
      out.write(buffer, 0, n);
      watch.end();
      position += n;
      n = local(() -> in.read(buffer));
    }
    watch.begin();
    out.flush();
    watch.end();
    sent.end();
  }

  /** The server's reason, where it gives one, instead of a broken connection. */
  private IOException reason(FtpConnection connection, IOException e) {
    if (sessions.isClosed()) {
      return e;
    }
    Optional<Reply> reply = connection.reasonSoon();
    return reply.<IOException>map(ReplyException::new).orElse(e);
  }

  private void requireSize(FtpConnection connection) throws IOException, AgentException {
    OptionalLong there = connection.size(name);
    if (there.isEmpty()) {
      throw errors.protocol(
          "says that the file \"" + name + "\" is stored, but not how long it is: look there.");
    }
    if (there.getAsLong() != sent.count()) {
      throw new ShortFileException(
          "says that the file \""
              + name
              + "\" is stored, but has "
              + there.getAsLong()
              + " of its "
              + sent.count()
              + " bytes: look at its log and its disk.");
    }
  }

  /** The content itself says whether it came to its end. */
  private void requireWhole() throws AgentException {
    long length = local(content::length);
    if (length != sent.count()) {
      throw new AgentException(
          ErrorCode.Internal,
          "Of " + length + " bytes only " + sent.count() + " could be read to be stored.");
    }
  }

  private interface Local<T> {
    T get() throws IOException;
  }

  /** What fails here is no fault of the server's, and not tried again. */
  private static <T> T local(Local<T> local) throws AgentException {
    try {
      return local.get();
    } catch (IOException e) {
      throw AgentException.from(
          e, ErrorCode.InputOutput, "What is to be stored cannot be read: " + e.getMessage() + ".");
    }
  }

  private static final class ShortFileException extends IOException {
    private static final long serialVersionUID = 1L;

    ShortFileException(String message) {
      super(message);
    }
  }
}
