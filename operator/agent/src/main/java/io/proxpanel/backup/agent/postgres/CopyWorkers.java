package io.proxpanel.backup.agent.postgres;

import io.proxpanel.backup.agent.AgentException;
import io.proxpanel.backup.agent.archive.ArchiveParts.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Sends rows by COPY over several sessions, which share even one table: its text is cut between
 * rows, and whoever is free takes the next piece.
 */
final class CopyWorkers {
  private static final int PIECE = 512 * 1024;
  private static final int QUEUED = 2;
  private static final long LOOK_MILLIS = 200;
  private static final byte[] END = "\\.\n\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final String COPIED = "COPY ";

  private final LoadContext context;
  private final byte[] begin;
  private final List<Worker> workers = new ArrayList<>();
  private final Map<Integer, Long> expected = new LinkedHashMap<>();
  private final Map<Integer, Long> bytes = new LinkedHashMap<>();
  private int next;

  /** Rows of a table; of none at the end. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(Entry table, byte[] text) {}

  /**
   * Opens the sessions.
   *
   * @param begin statements that each begins with
   */
  CopyWorkers(LoadContext context, int jobs, byte[] begin) throws AgentException {
    this.context = context;
    this.begin = begin.clone();
    for (int i = 0; i < jobs; i++) {
      workers.add(new Worker());
    }
  }

  /** How much text each table had. */
  Map<Integer, Long> bytes() {
    return bytes;
  }

  /** Sends a table. */
  void send(Entry table, InputStream text) throws AgentException, IOException {
    byte[] buffer = new byte[PIECE];
    int length = 0;
    long rows = 0;
    long total = 0;
    Worker sticky = null;
    int n = text.readNBytes(buffer, 0, PIECE);
    // The end stays behind until it is known to be the end.
    while (n > 0) {
      length += n;
      int cut = lastRow(buffer, length - END.length);
      if (cut > 0) {
        rows += newlines(buffer, cut);
        total += cut;
        give(sticky, new Piece(table, Arrays.copyOf(buffer, cut)));
        sticky = null;
        System.arraycopy(buffer, cut, buffer, 0, length - cut);
        length -= cut;
      } else if (length == buffer.length) {
        // A row of more than a piece goes to one session.
        int part = length - END.length;
        sticky = give(sticky, new Piece(table, Arrays.copyOf(buffer, part)));
        total += part;
        System.arraycopy(buffer, part, buffer, 0, END.length);
        length = END.length;
      }
      n = text.readNBytes(buffer, length, buffer.length - length);
    }
    if (length != END.length || !Arrays.equals(buffer, 0, length, END, 0, length)) {
      throw context.stopped("the rows of " + table.name() + " do not end as COPY ends them");
    }
    expected.put(table.dumpId(), rows);
    bytes.put(table.dumpId(), total);
  }

  /**
   * Waits for all.
   *
   * @return how many rows the server took of each table
   */
  Map<Integer, Long> finish(Map<Integer, Entry> tables) throws AgentException {
    for (Worker worker : workers) {
      worker.put(new Piece(null, new byte[0]));
    }
    Map<Integer, Long> taken = new LinkedHashMap<>();
    expected.keySet().forEach(table -> taken.put(table, 0L));
    for (Worker worker : workers) {
      worker.result().forEach((table, rows) -> taken.merge(table, rows, Long::sum));
    }
    context.requireGood();
    for (Map.Entry<Integer, Long> one : taken.entrySet()) {
      if (!one.getValue().equals(expected.get(one.getKey()))) {
        throw context.stopped(
            "the server took "
                + one.getValue()
                + " rows of "
                + tables.get(one.getKey()).name()
                + " and the archive has "
                + expected.get(one.getKey()));
      }
    }
    return taken;
  }

  /** Lets the threads go, whatever they have not sent. */
  void stop() {
    for (Worker worker : workers) {
      worker.queue.clear();
      worker.queue.add(new Piece(null, new byte[0]));
    }
  }

  private Worker give(Worker sticky, Piece piece) throws AgentException {
    if (sticky != null) {
      sticky.put(piece);
      return sticky;
    }
    for (int i = 0; i < workers.size(); i++) {
      Worker worker = workers.get((next + i) % workers.size());
      if (worker.queue.offer(piece)) {
        next = (next + i + 1) % workers.size();
        return worker;
      }
    }
    Worker worker = workers.get(next);
    worker.put(piece);
    next = (next + 1) % workers.size();
    return worker;
  }

  /** Length of what ends with a row, within so many bytes. */
  private static int lastRow(byte[] buffer, int within) {
    int end = within;
    while (end > 0 && buffer[end - 1] != '\n') {
      end--;
    }
    return Math.max(0, end);
  }

  private static long newlines(byte[] buffer, int length) {
    long found = 0;
    for (int i = 0; i < length; i++) {
      found += buffer[i] == '\n' ? 1 : 0;
    }
    return found;
  }

  private final class Worker {
    private final BlockingQueue<Piece> queue = new ArrayBlockingQueue<>(QUEUED);
    private final List<Integer> order = new ArrayList<>();
    private final FutureTask<List<String>> answers;
    private final FutureTask<Void> work;
    private final ChildProcess psql;

    Worker() throws AgentException {
      psql = context.psql(false);
      answers = LoadScript.start("answers", () -> LoadContext.lines(psql.output(), COPIED, 64));
      work = LoadScript.start("rows", this::run);
    }

    void put(Piece piece) throws AgentException {
      try {
        while (!queue.offer(piece, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          context.requireGood();
        }
      } catch (InterruptedException e) {
        throw ChildProcess.interrupted(e);
      }
    }

    private Void run() throws AgentException {
      try {
        sendAll();
        if (psql.exitCode() != 0) {
          throw context.failure(psql);
        }
      } catch (AgentException e) {
        throw context.fail(e);
      } catch (IOException e) {
        throw context.fail(context.failure(psql));
      } catch (InterruptedException e) {
        throw ChildProcess.interrupted(e);
      }
      return null;
    }

    private void sendAll() throws IOException, InterruptedException {
      try (OutputStream out = psql.input()) {
        out.write(begin);
        // The statement comes out of the file: it must not give commands to psql.
        String key = new BigInteger(130, new SecureRandom()).toString(36);
        out.write(("\\restrict " + key + "\n").getBytes(StandardCharsets.US_ASCII));
        Entry open = null;
        Piece piece = queue.take();
        while (piece.table() != null) {
          if (open == null || open.dumpId() != piece.table().dumpId()) {
            if (open != null) {
              out.write("\\.\n".getBytes(StandardCharsets.US_ASCII));
            }
            open = piece.table();
            order.add(open.dumpId());
            out.write(open.copyStatement().getBytes(StandardCharsets.ISO_8859_1));
          }
          out.write(piece.text());
          piece = queue.take();
        }
        if (open != null) {
          out.write("\\.\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    }

    Map<Integer, Long> result() throws AgentException {
      LoadScript.result(work);
      List<String> lines = LoadScript.result(answers);
      if (lines.size() != order.size()) {
        throw context.stopped("psql reported " + lines.size() + " tables and got " + order.size());
      }
      Map<Integer, Long> rows = new LinkedHashMap<>();
      for (int i = 0; i < lines.size(); i++) {
        String count = lines.get(i).substring(COPIED.length());
        rows.merge(
            order.get(i), count.matches("\\d{1,18}") ? Long.parseLong(count) : -1, Long::sum);
      }
      return rows;
    }
  }
}
