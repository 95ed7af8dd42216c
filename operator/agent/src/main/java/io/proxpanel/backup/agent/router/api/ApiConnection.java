package io.proxpanel.backup.agent.router.api;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to a router's API: one command at a time, each with a tag, so that an answer that
 * comes late is never taken for that of another command. Used by one thread; {@link #abort} may
 * come from any.
 */
public final class ApiConnection implements AutoCloseable {
  /** Of all rows of one answer: ten times what a router with ten thousand files needs. */
  private static final long MAX_ANSWER_BYTES = 64L << 20;

  private static final int MAX_ROWS = 200_000;

  /** Of the rows that are kept until the end of an answer: one, mostly, of a few hundred bytes. */
  private static final long MAX_KEPT_BYTES = 256 * 1024;

  private static final int MAX_KEPT_ROWS = 1_000;
  private static final Duration CANCEL = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Socket tcp;
  private final Socket socket;
  private final TimedInput timed;
  private final SentenceReader reader;
  private final SentenceWriter writer;
  private final Duration answer;
  private final String user;
  private int lastTag;
  private boolean usable = true;

  /**
   * A connection.
   *
   * @param tcp connected
   * @param socket the same, or TLS on it
   * @param user who is to log in
   * @param answer how long the router may take for a command, unless another time is given
   */
  ApiConnection(Socket tcp, Socket socket, String user, Duration answer) throws IOException {
    this.user = user;
    this.tcp = tcp;
    this.socket = socket;
    this.timed = new TimedInput(socket);
    this.reader = new SentenceReader(new BufferedInputStream(timed, 16 * 1024));
    this.writer = new SentenceWriter(socket.getOutputStream());
    this.answer = answer;
  }

  /** Name of the user who is logged in. */
  public String user() {
    return user;
  }

  /** Whether another command can be given on it. */
  public boolean isUsable() {
    return usable && !tcp.isClosed();
  }

  /** What is done with each row of an answer. */
  public interface Rows {
    /** Takes one, and nothing of it should be kept that is not needed. */
    void take(Sentence row) throws IOException;
  }

  /** The same as {@link #call(Command, Duration)} with the usual patience. */
  public Reply call(Command command) throws IOException {
    return call(command, answer);
  }

  /**
   * Gives a command and waits until the router has done it.
   *
   * @throws TrapException when the router does not do it; the connection stands
   * @throws AnswerTimeoutException when it takes longer than that; the command was cancelled, and
   *     the connection stands if {@link #isUsable} says so
   * @throws IOException when the connection is lost, or when no router answers
   */
  public Reply call(Command command, Duration patience) throws IOException {
    List<Sentence> rows = new ArrayList<>();
    Sentence done = call(command, patience, keeping(rows));
    return new Reply(rows, done);
  }

  /** The same for an answer of any length, with the usual patience; returns its end. */
  public Sentence call(Command command, Rows rows) throws IOException {
    return call(command, answer, rows);
  }

  private static Rows keeping(List<Sentence> rows) {
    long[] kept = new long[1];
    return row -> {
      rows.add(row);
      kept[0] += row.kept();
      if (kept[0] > MAX_KEPT_BYTES || rows.size() > MAX_KEPT_ROWS) {
        throw new AnswerTooLongException(
            "more than " + (MAX_KEPT_BYTES >> 10) + " KiB or " + MAX_KEPT_ROWS + " rows");
      }
    };
  }

  private Sentence call(Command command, Duration patience, Rows rows) throws IOException {
    if (!isUsable()) {
      throw new IOException("the connection is closed");
    }
    String tag = send(command);
    try {
      timed.within(patience);
      return await(tag, rows);
    } catch (SocketTimeoutException e) {
      AnswerTimeoutException timeout = new AnswerTimeoutException(patience, timed.hasCome());
      cancel(tag);
      timeout.initCause(e);
      throw timeout;
    } catch (TrapException e) {
      throw e;
    } catch (IOException e) {
      usable = false;
      throw e;
    }
  }

  private String send(Command command) throws IOException {
    String tag = Integer.toString(++lastTag);
    try {
      writer.write(command.tagged(tag));
    } catch (IOException e) {
      usable = false;
      throw e;
    }
    return tag;
  }

  private Sentence await(String tag, Rows rows) throws IOException {
    TrapException trap = null;
    long bytes = 0;
    long count = 0;
    while (true) {
      Sentence sentence = next(trap);
      bytes += sentence.length();
      count++;
      if (bytes > MAX_ANSWER_BYTES || count > MAX_ROWS) {
        throw new AnswerTooLongException(
            "more than " + (MAX_ANSWER_BYTES >> 20) + " MiB or " + MAX_ROWS + " rows");
      }
      if (sentence.kind().equals("!fatal")) {
        throw new FatalException(sentence.remark());
      }
      if (!sentence.tag().map(tag::equals).orElse(true)) {
        // Of a command that was cancelled.
        continue;
      }
      switch (sentence.kind()) {
        case "!re" -> rows.take(sentence);
        case "!empty" -> {
          // RouterOS 7.18 and newer say it before the end of an answer without rows.
        }
        case "!trap" -> trap = trap == null ? TrapException.of(sentence) : trap;
        case "!done" -> {
          if (trap != null) {
            throw trap;
          }
          return sentence;
        }
        default ->
            throw new MalformedSentenceException(
                "an unknown reply word", sentence.kind().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** The next sentence; a refusal that has come says more than that nothing comes after it. */
  private Sentence next(TrapException trap) throws IOException {
    try {
      return reader.read();
    } catch (IOException e) {
      if (trap == null) {
        throw e;
      }
      usable = false;
      trap.addSuppressed(e);
      throw trap;
    }
  }

  /** Ends a command that takes too long, so that the router does not work for nobody. */
  private void cancel(String tag) {
    if (reader.isWithin()) {
      // The rest of a sentence may come at any time: what follows could not be told from it.
      usable = false;
      return;
    }
    try {
      timed.within(CANCEL);
      String own = send(Command.of("/cancel").with("tag", tag));
      try {
        await(own, row -> {});
      } catch (TrapException e) {
        // It has ended in the meantime.
      }
    } catch (IOException e) {
      usable = false;
    }
  }

  /** Ends the connection at once; what waits on it fails. */
  public void abort() {
    try {
      // First the socket below TLS, so that nothing waits for the router.
      tcp.close();
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  /** Says goodbye, where somebody listens, and ends the connection. */
  @Override
  public void close() {
    if (isUsable()) {
      try {
        timed.within(FAREWELL);
        await(send(Command.of("/quit")), row -> {});
      } catch (IOException e) {
        // It answers by ending the session ("!fatal"), or has gone already.
      }
    }
    usable = false;
    abort();
  }
}
